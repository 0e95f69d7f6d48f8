"use client";

import { OrLine } from "@/components/auth/or-line";
import { SsoButton } from "@/components/auth/sso-button";
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

type Methods = Pick<Outputs["setup"]["signInMethods"], "singleSignOn" | "passwords">;

type InvitationViewProps = { invitation: Invitation; token: string; methods: Methods };

/** Who invites to what, and the one thing to do next. */
export function InvitationView({ invitation, token, methods }: InvitationViewProps) {
  if (invitation.state !== "open") return <InvitationEnded invitation={invitation} />;
  return (
    <Card>
      <CardBody className="grid gap-5 p-6">
        <Words invitation={invitation} />
        <NextStep invitation={invitation} token={token} methods={methods} />
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

type NextStepProps = { invitation: OpenInvitation; token: string; methods: Methods };

function NextStep({ invitation, token, methods }: NextStepProps) {
  const { visitor, email, project } = invitation;
  if (visitor.kind === "invited")
    return <AcceptInvitation email={email} project={project} token={token} />;
  if (visitor.kind === "other")
    return <SwitchAccount signedInAs={visitor.email} email={email} token={token} />;
  return invitation.hasAccount ? (
    <SignInToJoin email={email} token={token} />
  ) : (
    <JoinAsNew email={email} token={token} methods={methods} />
  );
}

type JoinAsNewProps = { email: string; token: string; methods: Methods };

/** Single sign-on makes the account and joins in one; the provider must know the person by the invited address. */
function JoinAsNew({ email, token, methods: { singleSignOn, passwords } }: JoinAsNewProps) {
  return (
    <>
      {singleSignOn ? (
        <div className="grid gap-2">
          <SsoButton host={singleSignOn} next={`/invite/${token}`} />
          <p className="text-pretty text-center text-muted-foreground text-xs">
            As {email}, which the invitation is for.
          </p>
        </div>
      ) : null}
      {singleSignOn && passwords ? <OrLine /> : null}
      {passwords ? <JoinForm email={email} token={token} /> : null}
    </>
  );
}
