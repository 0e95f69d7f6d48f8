import type { Metadata } from "next";
import { InvitationView } from "@/components/invitations/invitation-view";
import { api } from "@/server/trpc/server";

export const metadata: Metadata = { title: "Invitation", robots: { index: false } };

type InvitePageProps = { params: Promise<{ token: string }> };

export default async function InvitePage({ params }: InvitePageProps) {
  const { token } = await params;
  const known = token.length <= 128;
  const invitation = known
    ? await api.invitations.open({ token })
    : ({ state: "unknown" } as const);
  const methods = await api.setup.signInMethods();
  return <InvitationView invitation={invitation} token={token} methods={methods} />;
}
