import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ContinueStrip } from "@/components/auth/continue-strip";
import { LoginForm } from "@/components/auth/login-form";
import { returnPath } from "@/server/auth/return-path";
import { findPerson } from "@/server/auth/session";
import { api } from "@/server/trpc/server";

export const metadata: Metadata = { title: "Sign in" };

type LoginPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function LoginPage({ searchParams }: LoginPageProps) {
  const query = await searchParams;
  const next = returnPath(query["next"] ?? pathOf(query["callbackUrl"]));
  if (await findPerson()) redirect(next);
  const { people, ...methods } = await api.setup.signInMethods();
  if (!people) redirect("/setup");
  return (
    <>
      <ContinueStrip next={next} client={query["client"]} endpoint={query["endpoint"]} />
      <LoginForm next={next} {...methods} failure={text(query["error"])} />
    </>
  );
}

// next-auth returns from a failed sign-on with the whole address.
function pathOf(address: string | string[] | undefined): string | undefined {
  if (typeof address !== "string" || !URL.canParse(address)) return undefined;
  const { pathname, search } = new URL(address);
  return pathname + search;
}

function text(value: string | string[] | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
