import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { ConsentCard } from "@/components/consent/consent-card";
import { ConsentEnd } from "@/components/consent/consent-end";
import { ConsentRefusal } from "@/components/consent/consent-refusal";
import { loginAddress } from "@/components/consent/login-address";
import { findPerson } from "@/server/auth/session";
import { readAttempt } from "@/server/credentials/attempts";
import { AttemptId } from "@/server/credentials/schema";
import { readConsent } from "@/server/oauth/consent";

export const metadata: Metadata = { title: "Allow access", robots: { index: false } };

type ConsentPageProps = {
  params: Promise<{ uid: string }>;
  /** `attempt`: the sign-in at a service from which the person returns. */
  searchParams: Promise<{ attempt?: string | string[] }>;
};

export default async function ConsentPage({ params, searchParams }: ConsentPageProps) {
  const { uid } = await params;
  const person = await findPerson();
  const attempt = AttemptId.safeParse({ id: (await searchParams).attempt });
  const notice = person && attempt.success ? await readAttempt(person.id, attempt.data.id) : null;
  const cookie = (await headers()).get("cookie");
  const consent = await readConsent(uid, cookie, person, new Date());
  if (consent.state === "unknown" || consent.state === "decided") {
    return <ConsentEnd state={consent.state} notice={notice} />;
  }
  if (consent.state === "sign_in" || !person) {
    const named = consent.state === "sign_in" ? consent : { client: undefined, endpoint: null };
    redirect(loginAddress(uid, named.client, named.endpoint));
  }
  const signedInAs = { name: person.name, email: person.email };
  if (consent.state === "ask")
    return <ConsentCard uid={uid} {...consent} person={signedInAs} notice={notice} />;
  return <ConsentRefusal uid={uid} refusal={consent} person={signedInAs} />;
}
