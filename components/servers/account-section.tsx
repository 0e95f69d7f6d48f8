"use client";

import { CircleCheck, KeyRound } from "lucide-react";
import { useState } from "react";
import { usePermissions } from "@/components/projects/use-permissions";
import { Button } from "@/components/ui/button";
import { Item, ItemGroup } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import { AccountWords } from "./account-words";
import { CredentialDialog } from "./credential-dialog";
import { RemoveCredentialDialog } from "./remove-credential-dialog";
import type { Server } from "./types";
import { useSignIn } from "./use-sign-in";

/** The account that calls use: the shared one, or the one of whoever looks. */
export function AccountSection({ server }: { server: Server }) {
  const personal = server.credentialMode === "personal";
  const credential = personal ? server.signIn.own : server.credential;
  const isFine = credential !== null && credential.needsSignInSince === null;
  return (
    <Section
      title={personal ? "Your account" : "Account"}
      description={
        personal
          ? "Your own calls use it, and so does the synchronisation of tools when you start it."
          : undefined
      }
    >
      <ItemGroup className="rounded-xl border bg-card px-3.5">
        <Item
          media={
            isFine ? (
              <CircleCheck aria-hidden="true" className="size-4 text-success" />
            ) : (
              <KeyRound aria-hidden="true" className="size-4 text-warning" />
            )
          }
          title={titleOf(credential)}
          description={
            <span className="grid gap-0.5">
              {credential?.statusReason ? (
                <span className="text-foreground">{credential.statusReason}</span>
              ) : null}
              <span>
                {credential ? (
                  <AccountWords credential={credential} method={server.authMethod} />
                ) : (
                  absence(personal)
                )}
              </span>
            </span>
          }
          actions={<AccountActions server={server} credential={credential} />}
        />
      </ItemGroup>
    </Section>
  );
}

type Credential = Server["credential"];

function titleOf(credential: Credential): string {
  if (!credential) return "Not connected";
  return credential.needsSignInSince ? "Needs sign-in" : "Connected";
}

function absence(personal: boolean): string {
  return personal
    ? "You have not connected an account of yours."
    : "Calls to this server fail until one is connected.";
}

function AccountActions({ server, credential }: { server: Server; credential: Credential }) {
  const { reason } = usePermissions();
  const { signIn, pending } = useSignIn();
  const [open, setOpen] = useState<"enter" | "remove">();
  const refused = reason("server.edit");
  const isOauth = server.authMethod === "oauth";
  const urgent = !credential || credential.needsSignInSince !== null;
  return (
    <>
      {credential ? (
        <Button
          variant="ghost"
          size="sm"
          disabledReason={refused}
          onClick={() => setOpen("remove")}
        >
          Disconnect
        </Button>
      ) : null}
      <Button
        variant={urgent ? "primary" : "secondary"}
        size="sm"
        disabledReason={refused}
        pending={pending}
        onClick={() => (isOauth ? void signIn(server) : setOpen("enter"))}
      >
        {actionWord(isOauth, credential)}
      </Button>
      <CredentialDialog
        server={server}
        open={open === "enter"}
        onOpenChange={(next) => setOpen(next ? "enter" : undefined)}
      />
      <RemoveCredentialDialog
        server={server}
        open={open === "remove"}
        onOpenChange={(next) => setOpen(next ? "remove" : undefined)}
      />
    </>
  );
}

function actionWord(isOauth: boolean, credential: Credential): string {
  if (isOauth) return credential ? "Re-authenticate" : "Sign in";
  return credential ? "Replace" : "Enter";
}
