"use client";

import { KeyRound, LockOpen, UsersRound } from "lucide-react";
import { useState } from "react";
import { Time } from "@/components/data/time";
import { usePermissions } from "@/components/projects/use-permissions";
import { Button } from "@/components/ui/button";
import { Item, ItemGroup } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import { CredentialDialog } from "./credential-dialog";
import { RemoveCredentialDialog } from "./remove-credential-dialog";
import { useServer } from "./server-view";
import { methodLabel } from "./sign-in-label";
import type { Server } from "./types";

export function CredentialsTab() {
  const { data: server } = useServer();
  return server ? <Credentials server={server} /> : null;
}

function Credentials({ server }: { server: Server }) {
  const signsIn = server.authMethod !== "none";
  return (
    <Section
      title="Sign-in"
      description="How Gatehouse proves to this server who it is. Secrets are stored encrypted and can be replaced, never read."
    >
      <ItemGroup className="rounded-xl border bg-card px-3.5">
        <Item
          media={signsIn ? <KeyRound aria-hidden="true" /> : <LockOpen aria-hidden="true" />}
          title={methodLabel(server)}
          description={<StoredWords server={server} />}
          actions={<CredentialActions server={server} />}
        />
        <Item
          media={<UsersRound aria-hidden="true" />}
          title={signsIn ? "Shared account" : "No account"}
          description={
            signsIn
              ? "Everyone's calls use this one account."
              : "The server does not tell callers apart."
          }
        />
      </ItemGroup>
    </Section>
  );
}

function StoredWords({ server }: { server: Server }) {
  const { credential } = server;
  if (server.authMethod === "none") return "The server is called without a credential.";
  if (!credential) return "Not set. Calls to this server fail until one is entered.";
  return (
    <>
      Set
      {credential.hint ? (
        <>
          {" · ends in "}
          <code className="font-mono text-foreground">{credential.hint}</code>
        </>
      ) : null}
      {credential.version > 1 ? " · replaced " : " · entered "}
      <Time value={credential.createdAt} /> by {credential.createdBy}
    </>
  );
}

function CredentialActions({ server }: { server: Server }) {
  const { reason } = usePermissions();
  const [open, setOpen] = useState<"replace" | "remove">();
  const refused = reason("server.edit");
  return (
    <>
      {server.credential ? (
        <Button
          variant="ghost"
          size="sm"
          disabledReason={refused}
          onClick={() => setOpen("remove")}
        >
          Remove
        </Button>
      ) : null}
      <Button
        variant={server.status === "needs_sign_in" ? "primary" : "secondary"}
        size="sm"
        disabledReason={refused}
        onClick={() => setOpen("replace")}
      >
        {actionWord(server)}
      </Button>
      <CredentialDialog
        server={server}
        open={open === "replace"}
        onOpenChange={(next) => setOpen(next ? "replace" : undefined)}
      />
      <RemoveCredentialDialog
        server={server}
        open={open === "remove"}
        onOpenChange={(next) => setOpen(next ? "remove" : undefined)}
      />
    </>
  );
}

function actionWord(server: Server): string {
  if (server.authMethod === "none") return "Change";
  return server.credential ? "Replace" : "Enter";
}
