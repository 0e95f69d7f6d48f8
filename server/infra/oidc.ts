// In: the OIDC_* variables. Out: the settings of single sign-on, or null. Promises a clear sentence for a bad value.
import { AppError } from "@/server/core/errors";

/** Who has a verified address of the domain becomes a member of the project with the role. */
export type DomainJoin = { domain: string; project: string; role: string };

export type Oidc = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Nobody signs in with a password. */
  only: boolean;
  /** The provider's word for an address is enough to sign in as somebody who has a password here. */
  trustEmail: boolean;
  joins: DomainJoin[];
};

type Variables = {
  OIDC_ISSUER?: string | undefined;
  OIDC_CLIENT_ID?: string | undefined;
  OIDC_CLIENT_SECRET?: string | undefined;
  OIDC_ONLY: boolean;
  OIDC_TRUST_EMAIL: boolean;
  OIDC_JOIN: string;
};

export function toOidc(vars: Variables): Oidc | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = vars;
  const { OIDC_ONLY: only, OIDC_TRUST_EMAIL: trustEmail, OIDC_JOIN } = vars;
  const given = [issuer, clientId, clientSecret].filter((one) => one !== undefined);
  if (given.length === 0 && !only && !trustEmail && OIDC_JOIN === "") return null;
  if (!issuer || !clientId || !clientSecret)
    throw new AppError(
      "bad_request",
      "Single sign-on needs OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET together.",
    );
  // Without passwords nobody could prove in another way that an account is theirs.
  return {
    ...{ issuer, clientId, clientSecret, only },
    trustEmail: trustEmail || only,
    joins: toJoins(OIDC_JOIN),
  };
}

function toJoins(list: string): DomainJoin[] {
  const parts = list.split(",").map((part) => part.trim());
  return parts.filter(Boolean).map((part) => {
    // A domain is whole: neither a pattern nor those below it, which somebody else may hold.
    const [, domain, project, role] =
      /^([a-z0-9.-]+\.[a-z0-9-]+)=([^:\s]+):(\S+)$/i.exec(part) ?? [];
    if (domain && project && role) return { domain: domain.toLowerCase(), project, role };
    throw new AppError(
      "bad_request",
      "The variable OIDC_JOIN has a value we cannot use: write example.com=project:role, with commas between several.",
    );
  });
}
