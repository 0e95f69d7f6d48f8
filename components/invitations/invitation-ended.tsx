import { MailX } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import type { EndedInvitation } from "./invitation-view";

const titles: Record<EndedInvitation["state"], string> = {
  unknown: "This invitation link is not valid",
  expired: "This invitation has run out",
  used: "This invitation has been used",
  revoked: "This invitation was withdrawn",
  void: "This invitation does not count any more",
};

/** Why the link does nothing, and whom to ask for another. */
export function InvitationEnded({ invitation }: { invitation: EndedInvitation }) {
  const slug = invitation.state === "unknown" ? null : invitation.slug;
  return (
    <Empty
      icon={MailX}
      heading="h1"
      title={titles[invitation.state]}
      action={
        <Button asChild variant="secondary">
          <Link href={slug ? `/projects/${slug}` : "/"}>
            {slug ? "Open the project" : "Go to Gatehouse"}
          </Link>
        </Button>
      }
    >
      <p>{slug ? "You have joined with it already." : reasonOf(invitation)}</p>
    </Empty>
  );
}

function reasonOf(invitation: EndedInvitation): string {
  if (invitation.state === "unknown")
    return "It may have been cut off when it was copied, or a newer link has replaced it. Ask whoever sent it for a new one.";
  const { inviter, project, state } = invitation;
  const whom = inviter ? `${inviter.name} (${inviter.email})` : "an administrator of the project";
  const why = {
    expired: "A link works for 24 hours.",
    used: "A link works once.",
    revoked: "Another link may have replaced it.",
    void: "Whoever sent it may no longer give what it gave.",
  }[state];
  const ask = state === "void" ? "an administrator of the project" : whom;
  return `${why} Ask ${ask} for a new link to ${project}.`;
}
