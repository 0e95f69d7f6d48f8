"use client";

import { KeyRound, LockOpen, UserRound, UsersRound } from "lucide-react";
import { useState } from "react";
import { usePermissions } from "@/components/projects/use-permissions";
import { Button } from "@/components/ui/button";
import { Item, ItemGroup } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import { ChangeSignInDialog } from "./change-sign-in-dialog";
import { methodLabel } from "./sign-in-label";
import type { Server } from "./types";

/** How Gatehouse signs in, and whose account that is. */
export function SignInSection({ server }: { server: Server }) {
  const { reason } = usePermissions();
  const [open, setOpen] = useState(false);
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
          description={methodWords(server)}
          actions={
            <>
              <Button
                variant="secondary"
                size="sm"
                disabledReason={reason("server.edit")}
                onClick={() => setOpen(true)}
              >
                Change
              </Button>
              <ChangeSignInDialog server={server} open={open} onOpenChange={setOpen} />
            </>
          }
        />
        {signsIn ? <Whose server={server} /> : null}
      </ItemGroup>
    </Section>
  );
}

function methodWords({ authMethod, signIn }: Server): string {
  if (authMethod === "none") return "The server is called without a credential.";
  if (authMethod !== "oauth") return "Presented with every call.";
  const { host } = signIn.oauth ?? {};
  return host ? `People sign in at ${host}.` : "People sign in at the service itself.";
}

function Whose({ server }: { server: Server }) {
  if (server.credentialMode === "personal")
    return (
      <Item
        media={<UserRound aria-hidden="true" />}
        title="Personal accounts"
        description="Each person connects their own. Calls never use another person's."
      />
    );
  return (
    <Item
      media={<UsersRound aria-hidden="true" />}
      title="Shared account"
      description="Everyone's calls use this one account."
    />
  );
}
