import { credentialBinding, credentialKeyOf } from "@/server/credentials/binding";
import { keptSignIn } from "@/server/credentials/kept-sign-in";
import { readPair } from "@/server/credentials/pair";
import { findClient } from "@/server/credentials/registrations";
import { db, type Tx } from "@/server/infra/db";
import type { Prisma } from "@/server/infra/generated/client";
import { log } from "@/server/infra/log";
import { unseal } from "@/server/infra/seal";
import { egressReady } from "@/server/settings/egress-feed";
import { type RevokeInput, revokeTokens } from "@/server/upstream/oauth/revoke";
import { closeCredential } from "@/server/upstream/sessions";

// Taking credentials away (security: T85): what a service needs to hear is read while the rows are there, the service hears
// it once the act is committed. The rows are gone whatever the service says.

/** A credential about to go. Holds its tokens in clear: pass it on to `eraseAndRevoke` and keep it nowhere. */
export type Erasable = {
  id: string;
  credentialKey: string;
  /** Null where there is nobody to tell. */
  revocation: RevokeInput | null;
};

/** `not_offered`: nobody to tell; `failed`: the service did not answer, or refused. */
export type Revocation = "revoked" | "not_offered" | "failed";

/** Milliseconds for telling services, all of them together. */
const tellMs = 8_000;
const atOnce = 8;

const columns = {
  id: true,
  userId: true,
  version: true,
  kind: true,
  sealed: true,
  issuer: true,
  clientId: true,
  server: {
    select: { id: true, projectId: true, name: true, discovery: true },
  },
} as const satisfies Prisma.ServerCredentialSelect;

type Row = Prisma.ServerCredentialGetPayload<{ select: typeof columns }>;

/**
 * Call it in the transaction of the act that takes these credentials away, before it deletes anything; pass what it returns
 * to `eraseAndRevoke` once that is committed.
 */
export async function readErasable(
  tx: Tx,
  where: Prisma.ServerCredentialWhereInput,
): Promise<Erasable[]> {
  const rows = await tx.serverCredential.findMany({ where, select: columns });
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      credentialKey: credentialKeyOf(row),
      revocation: await revocationOf(row),
    })),
  );
}

/**
 * A person's own credentials, everywhere or in one project, deleted in the transaction in which they leave it. Pass what it
 * returns to `eraseAndRevoke` once that is committed.
 */
export async function eraseOfPerson(
  tx: Tx,
  userId: string,
  projectId?: string,
): Promise<Erasable[]> {
  const where = { userId, ...(projectId === undefined ? {} : { server: { projectId } }) };
  const rows = await readErasable(tx, where);
  await tx.serverCredential.deleteMany({ where });
  return rows;
}

/**
 * Deletes what is still there, ends sockets and sessions, and tells the services (RFC 7009) for at most eight seconds.
 * Never throws for what a service does. Returns what came of each, in order.
 */
export async function eraseAndRevoke(rows: readonly Erasable[]): Promise<Revocation[]> {
  if (rows.length === 0) return [];
  await db().serverCredential.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } });
  await Promise.all(rows.map(({ credentialKey }) => closeCredential(credentialKey)));
  await egressReady();
  const signal = AbortSignal.timeout(tellMs);
  const outcomes: Revocation[] = [];
  for (let start = 0; start < rows.length; start += atOnce) {
    const some = rows.slice(start, start + atOnce);
    outcomes.push(...(await Promise.all(some.map((row) => revoke(row, signal)))));
  }
  return outcomes;
}

async function revoke({ id, revocation }: Erasable, signal: AbortSignal): Promise<Revocation> {
  if (revocation === null) return "not_offered";
  const outcome = signal.aborted ? "failed" : await revokeTokens({ ...revocation, signal });
  if (outcome === "failed") log().warn({ credential: id }, "a service was not told of a sign-out");
  return outcome;
}

async function revocationOf(row: Row): Promise<RevokeInput | null> {
  const found = keptSignIn(row.server.discovery);
  // Tokens go to nobody but whom they came from (security: T48).
  if (row.kind !== "oauth" || !found?.server.revocationEndpoint) return null;
  if (found.server.issuer !== row.issuer) return null;
  try {
    const client = await findClient(row.server, found.server.issuer, row.clientId ?? "");
    if (!client) return null;
    const tokens = readPair(await unseal(row.sealed, credentialBinding(row.server, row)));
    return { server: found.server, client, tokens };
  } catch (error) {
    log().warn({ err: error, credential: row.id }, "a credential is erased without being revoked");
    return null;
  }
}
