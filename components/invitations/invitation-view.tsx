"use client";

import { formatAbsolute } from "@/components/data/format";
import type { Outputs } from "@/components/trpc/outputs";
import { Card, CardBody } from "@/components/ui/card";
import { AcceptInvitation } from "./accept-invitation";
import { InvitationEnded } from "./invitation-ended";
import { JoinForm } from "./join-form";
import { SignInToJoin } from "./sign-in-to-join";
import { SwitchAccount } from "./switch-account";

type Invitation = Outputs["invitations"]["open"];
type OpenInvitation = Extract<Invitation, { state: "open" }>;
export type EndedInvitation = Exclude<Invitation, { state: "open" }>;

type InvitationViewProps = { invitation: Invitation; token: string };

/** Who invites to what, and the one thing to do next. */
export function InvitationView({ invitation, token }: InvitationViewProps) {
  if (invitation.state !== "open") return <InvitationEnded invitation={invitation} />;
  return (
    <Card>
      <CardBody className="grid gap-5 p-6">
        <Words invitation={invitation} />
        <NextStep invitation={invitation} token={token} />
      </CardBody>
    </Card>
  );
}

function Words({ invitation: { project, inviter, roles } }: { invitation: OpenInvitation }) {
  const names = roles.map(({ name, until }) =>
    until ? `${name} (until ${formatAbsolute(until, "UTC")} UTC)` : name,
  );
  return (
    <div className="grid gap-1.5">
      <h1 className="text-balance font-semibold text-xl tracking-tight">Join {project}</h1>
      <p className="text-pretty text-muted-foreground text-sm">
        <strong className="font-medium text-foreground">{inviter?.name ?? "Somebody"}</strong>
        {inviter ? ` (${inviter.email})` : null} invites you to this project as{" "}
        <strong className="font-medium text-foreground">
          {new Intl.ListFormat("en").format(names)}
        </strong>
        .
      </p>
    </div>
  );
}

function NextStep({ invitation, token }: { invitation: OpenInvitation; token: string }) {
  const { visitor, email, project } = invitation;
  if (visitor.kind === "invited")
    return <AcceptInvitation email={email} project={project} token={token} />;
  if (visitor.kind === "other")
    return <SwitchAccount signedInAs={visitor.email} email={email} token={token} />;
  return invitation.hasAccount ? (
    <SignInToJoin email={email} token={token} />
  ) : (
    <JoinForm email={email} token={token} />
  );
}
