"use client";

import { AppWindow } from "lucide-react";
import { useState } from "react";
import { Time } from "@/components/data/time";
import { usePermissions } from "@/components/projects/use-permissions";
import { Button } from "@/components/ui/button";
import { CopyLine } from "@/components/ui/copy-line";
import { Item, ItemGroup } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import { OAuthClientDialog } from "./oauth-client-dialog";
import type { Server } from "./types";

type OAuth = NonNullable<Server["signIn"]["oauth"]>;

/** Who Gatehouse is at the service that signs people in. */
export function OAuthClientSection({ server, oauth }: { server: Server; oauth: OAuth }) {
  const { reason } = usePermissions();
  const [open, setOpen] = useState(false);
  const { registration, host } = oauth;
  return (
    <Section
      title="OAuth client"
      description={`How Gatehouse is known at ${host ?? "the service"} where people sign in.`}
    >
      <ItemGroup className="rounded-xl border bg-card px-3.5">
        <Item
          media={<AppWindow aria-hidden="true" />}
          title={titles[registration.origin ?? "none"]}
          description={<ClientWords registration={registration} />}
          actions={
            <Button
              variant="secondary"
              size="sm"
              disabledReason={reason("server.edit")}
              onClick={() => setOpen(true)}
            >
              {registration.origin === "entered" ? "Replace client" : "Enter client ID"}
            </Button>
          }
        />
        <Item
          title="Callback URL"
          description={<CopyLine label="Copy the callback URL" value={server.signIn.callbackUrl} />}
        />
      </ItemGroup>
      <OAuthClientDialog server={server} oauth={oauth} open={open} onOpenChange={setOpen} />
    </Section>
  );
}

const titles = {
  document: "Known by its metadata document",
  registered: "Registered itself",
  entered: "Client ID entered by hand",
  none: "Not registered yet",
};

function ClientWords({ registration }: { registration: OAuth["registration"] }) {
  const { origin, clientId, createdAt, createdBy } = registration;
  if (origin === "document") return "The service reads who we are from our own address.";
  if (!clientId)
    return "Gatehouse registers itself at the first sign-in, where the service allows it.";
  return (
    <>
      <code className="break-all font-mono text-foreground">{clientId}</code>
      {createdAt ? (
        <>
          {" · "}
          <Time value={createdAt} /> by {createdBy}
        </>
      ) : null}
    </>
  );
}
