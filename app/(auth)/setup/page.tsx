import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SetupClosed } from "@/components/auth/setup-closed";
import { SetupForm } from "@/components/auth/setup-form";
import { api } from "@/server/trpc/server";

export const metadata: Metadata = { title: "Set up" };

type SetupPageProps = { searchParams: Promise<{ token?: string | string[] }> };

export default async function SetupPage({ searchParams }: SetupPageProps) {
  const { token } = await searchParams;
  const given = typeof token === "string" && token.length <= 128 ? token : "";
  const state = await api.setup.state({ token: given });
  if (state === "done") redirect("/login");
  if (state === "wrong_token") return <SetupClosed hadToken={given !== ""} />;
  return <SetupForm token={given} />;
}
