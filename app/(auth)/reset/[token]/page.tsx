import type { Metadata } from "next";
import { ResetEnded } from "@/components/auth/reset-ended";
import { ResetForm } from "@/components/auth/reset-form";
import { api } from "@/server/trpc/server";

export const metadata: Metadata = { title: "Set a new password", robots: { index: false } };

type ResetPageProps = { params: Promise<{ token: string }> };

export default async function ResetPage({ params }: ResetPageProps) {
  const { token } = await params;
  const found = token.length <= 128 ? await api.people.openReset({ token }) : null;
  return found ? <ResetForm email={found.email} token={token} /> : <ResetEnded />;
}
