"use client";

import { parseAsString, useQueryState } from "nuqs";
import { ssoFailure } from "@/components/auth/sign-in";
import { SsoButton } from "@/components/auth/sso-button";
import { Time } from "@/components/data/time";
import { FormError } from "@/components/forms/form-error";
import type { Outputs } from "@/components/trpc/outputs";
import { Section } from "@/components/ui/section";
import { StatusBadge } from "@/components/ui/status-badge";

type SingleSignOn = NonNullable<Outputs["account"]["get"]["singleSignOn"]>;

/** Whoever is signed in has shown that the account is theirs: here it is connected to the provider. */
export function SingleSignOnSection({ singleSignOn }: { singleSignOn: SingleSignOn }) {
  const { host, linkedAt } = singleSignOn;
  const [error] = useQueryState("error", parseAsString);
  return (
    <Section
      title="Single sign-on"
      description={
        linkedAt
          ? `You can sign in with ${host}.`
          : `Connect your identity at ${host}, which must have the e-mail address of this account.`
      }
    >
      <FormError error={ssoFailure(error ?? undefined)} />
      {linkedAt ? (
        <p className="flex flex-wrap items-center gap-x-2 text-sm">
          <StatusBadge tone="success" label="Connected" />
          <span className="text-muted-foreground">
            <Time value={linkedAt} />
          </span>
        </p>
      ) : (
        <div className="sm:max-w-72">
          <SsoButton host={host} next="/account" label={`Connect ${host}`} />
        </div>
      )}
    </Section>
  );
}
