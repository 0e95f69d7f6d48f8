// In: the uid in a consent page's address and the browser's cookies. Out: the authorization request being decided.
// Promises that a request belongs to the browser that began it, and is decided once (security: T17, T20).
import { errors, type Provider } from "oidc-provider";
import { sha256 } from "@/server/core/ids";
import { pool } from "@/server/infra/pg";
import { slugOf } from "@/server/oauth/addresses";
import { toNode } from "@/server/oauth/bridge";
import { provider } from "@/server/oauth/provider";

export type Interaction = {
  uid: string;
  clientId: string;
  redirectUri: string;
  /** The endpoint asked for; null when the client named none. */
  slug: string | null;
  scope: string;
  /** Where the browser goes after the decision. */
  returnTo: string;
};

type Details = Awaited<ReturnType<Provider["interactionDetails"]>>;

/** The request of this browser; "decided" when it was answered already; null when unknown, expired or another's. */
export async function findInteraction(
  uid: string,
  cookie: string | null,
): Promise<Interaction | "decided" | null> {
  const details = await readDetails(uid, cookie);
  if (!details || details === "finished") return details === "finished" ? "decided" : null;
  if (await isDecided(uid)) return "decided";
  return toInteraction(details);
}

/** Takes the one right to decide. False when somebody else has it. */
export async function claimInteraction(uid: string): Promise<boolean> {
  const { rowCount } = await pool().query(
    `UPDATE "OAuthArtefact" SET "consumedAt" = now()
     WHERE "idHash" = $1 AND kind = 'Interaction' AND "consumedAt" IS NULL AND "expiresAt" > now()`,
    [sha256(uid)],
  );
  return rowCount === 1;
}

export type Outcome = { grantKey: string; accountId: string; resource: string } | { denied: true };

/** Tells the provider. Returns the address where it continues. */
export async function answerInteraction(
  uid: string,
  cookie: string | null,
  outcome: Outcome,
): Promise<string> {
  const { req, res } = nodeOf(uid, cookie);
  const result =
    "denied" in outcome
      ? { error: "access_denied", error_description: "The person denied the request" }
      : {
          login: { accountId: outcome.accountId, remember: false },
          consent: { grantId: outcome.grantKey, resource: outcome.resource },
        };
  return (await provider()).interactionResult(req, res, result, { mergeWithLastSubmission: false });
}

function nodeOf(uid: string, cookie: string | null) {
  const headers = new Headers(cookie === null ? {} : { cookie });
  return toNode({ method: "GET", target: `/consent/${uid}`, headers, body: null, ip: null });
}

async function readDetails(
  uid: string,
  cookie: string | null,
): Promise<Details | "finished" | null> {
  if (!/^[\w-]{1,64}$/.test(uid)) return null;
  const { req, res } = nodeOf(uid, cookie);
  const asked = await provider();
  const cookies = asked.createContext(req, res).cookies;
  // The cookie is signed: only the browser that began this request has it.
  if (cookies.get(asked.cookieName("interaction"), { signed: true }) !== uid) return null;
  try {
    const details = await asked.interactionDetails(req, res);
    return details.uid === uid ? details : null;
  } catch (error) {
    if (!(error instanceof errors.SessionNotFound)) throw error;
    return (await isDecided(uid)) ? "finished" : null;
  }
}

async function isDecided(uid: string): Promise<boolean> {
  const { rows } = await pool().query(
    `SELECT 1 FROM "OAuthArtefact" WHERE "idHash" = $1 AND kind = 'Interaction' AND "consumedAt" IS NOT NULL`,
    [sha256(uid)],
  );
  return rows.length === 1;
}

function toInteraction({ uid, params, returnTo }: Details): Interaction {
  const [resource] = [params["resource"]].flat();
  return {
    uid,
    clientId: String(params["client_id"]),
    redirectUri: String(params["redirect_uri"]),
    slug: typeof resource === "string" ? slugOf(resource) : null,
    scope: String(params["scope"]),
    returnTo,
  };
}
