import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { ConsentCard } from "@/components/consent/consent-card";
import { ConsentEnd } from "@/components/consent/consent-end";
import { ConsentRefusal } from "@/components/consent/consent-refusal";
import { loginAddress } from "@/components/consent/login-address";
import { findPerson } from "@/server/auth/session";
import { readConsent } from "@/server/oauth/consent";

export const metadata: Metadata = { title: "Allow access", robots: { index: false } };

type ConsentPageProps = { params: Promise<{ uid: string }> };

export default async function ConsentPage({ params }: ConsentPageProps) {
  const { uid } = await params;
  const person = await findPerson();
  const cookie = (await headers()).get("cookie");
  const consent = await readConsent(uid, cookie, person, new Date());
  if (consent.state === "unknown" || consent.state === "decided") {
    return <ConsentEnd state={consent.state} />;
  }
  if (consent.state === "sign_in" || !person) {
    const named = consent.state === "sign_in" ? consent : { client: undefined, endpoint: null };
    redirect(loginAddress(uid, named.client, named.endpoint));
  }
  const signedInAs = { name: person.name, email: person.email };
  if (consent.state === "ask") return <ConsentCard uid={uid} {...consent} person={signedInAs} />;
  return <ConsentRefusal uid={uid} refusal={consent} person={signedInAs} />;
}
