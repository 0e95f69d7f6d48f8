// In: an access token as a client presents it, or the token of a service account. Out: who it speaks for, or null.
// Promises one prepared query, an answer at most 5 s old, and that what was revoked is forgotten at once.
import { LRUCache } from "lru-cache";
import type { Rights } from "@/server/access/rights";
import { sha256 } from "@/server/core/ids";
import { shared } from "@/server/core/shared";
import { bus, type Topic } from "@/server/infra/bus";
import { pool } from "@/server/infra/pg";
import { findLastingRights } from "@/server/roles/rights";
import {
  type AccessHolder,
  findAccessHolder,
  isServiceAccess,
} from "@/server/service-accounts/access-token";
import {
  findTokenHolder,
  isServiceToken,
  type TokenHolder,
} from "@/server/service-accounts/service-token";

export type Principal = {
  kind: "person" | "machine";
  /** SHA-256 of the access token; of a program's, that of the account's token it was got with. */
  tokenHash: string;
  /** What was allowed: the grant of a person, the token of a service account. */
  grantId: string;
  /** The one endpoint the token is for; null: any endpoint of the project, as the roles allow. */
  endpointId: string | null;
  projectId: string;
  /** The person, or the service account. */
  userId: string;
  userName: string;
  /** Whose messages count together: those of a grant, or of a service account with whichever of its tokens. */
  paceKey: string;
  clientId: string;
  clientName: string;
  /** Of the roles the person holds now; without membership it holds nothing. */
  rights: Rights;
};

const sql = `
  SELECT a."idHash" AS "tokenHash", g.id AS "grantId", e.id AS "endpointId", e."projectId",
    u.id AS "userId", u.name AS "userName", c."clientId", g."clientName", m.roles,
    ceil(extract(epoch FROM LEAST(a."expiresAt", g."expiresAt", m.until) - now()) * 1000)::float8 AS "leftMs"
  FROM "OAuthArtefact" a
  JOIN "OAuthGrant" g ON g."grantKey" = a."grantKey" AND g."revokedAt" IS NULL AND g."expiresAt" > now()
  JOIN "McpEndpoint" e ON e.id = g."endpointId"
  JOIN "User" u ON u.id = g."userId" AND u."disabledAt" IS NULL
  JOIN "OAuthClient" c ON c.id = g."clientRowId"
  CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(r.role), '{}') AS roles, min(r."expiresAt") AS until
    FROM "Membership" m JOIN "MembershipRole" r ON r."membershipId" = m.id
    WHERE m."projectId" = e."projectId" AND m."userId" = u.id AND (r."expiresAt" IS NULL OR r."expiresAt" > now())
  ) m
  WHERE a."idHash" = $1 AND a.kind = 'AccessToken' AND a."expiresAt" > now()`;

/** Milliseconds: how old an answer may be, and how old a refusal. */
const freshFor = 5_000;
const refusedFor = 1_000;

/** A token longer than this is none of ours; it is not even hashed (security: T22). */
const longestToken = 512;

/** `leftMs`: until the first expiry, by the clock of the database, which all replicas share (security: T102). */
type Known = { principal: Principal | null; leftMs: number };

type Row = Omit<Principal, "rights"> & { roles: string[]; leftMs: number };
type PersonRow = Omit<Row, "kind" | "paceKey">;

class PrincipalCache {
  private readonly known = new LRUCache<string, Known>({ max: 20_000 });
  /** Grows with every forgetting: what was being read meanwhile is not kept. */
  private generation = 0;

  constructor() {
    this.forgetOn("token", (one, id) => one.tokenHash === id);
    this.forgetOn("grant", (one, id) => one.grantId === id);
    this.forgetOn("user", (one, id) => one.userId === id);
    this.forgetOn("endpoint", (one, id) => one.endpointId === id);
    this.forgetOn("project", (one, id) => one.projectId === id);
    this.forgetOn("role", (one, id) => one.projectId === id);
  }

  async find(token: string): Promise<Principal | null> {
    const hash = sha256(token);
    const cached = this.known.get(hash);
    if (cached) return cached.principal;
    const { generation } = this;
    const known = await read(token, hash);
    // While the bus hears nothing, nobody would tell us to forget.
    if (generation === this.generation && bus().hears) {
      const ttl = known.principal ? Math.min(freshFor, known.leftMs) : refusedFor;
      this.known.set(hash, known, { ttl });
    }
    return known.principal;
  }

  private forgetOn(topic: Topic, concerns: (principal: Principal, id: string) => boolean): void {
    bus().on(topic, (id) => {
      this.generation += 1;
      if (id === null) return this.known.clear();
      for (const [hash, { principal }] of this.known.entries()) {
        if (principal && concerns(principal, id)) this.known.delete(hash);
      }
    });
  }
}

async function read(token: string, hash: string): Promise<Known> {
  const row = await readRow(token, hash);
  if (!row) return { principal: null, leftMs: 0 };
  const { leftMs, roles, ...known } = row;
  const { rights, leftMs: rightsMs } = await findLastingRights(known.projectId, roles);
  return { principal: { ...known, rights }, leftMs: Math.max(1, Math.min(leftMs, rightsMs)) };
}

async function readRow(token: string, hash: string): Promise<Row | null> {
  if (isServiceToken(token)) return machineRow(await findTokenHolder(hash));
  if (isServiceAccess(token)) return machineRow(await findAccessHolder(hash));
  return readPerson(hash);
}

async function readPerson(hash: string): Promise<Row | null> {
  const { rows } = await pool().query<PersonRow>({ name: "principal", text: sql, values: [hash] });
  const [row] = rows;
  return row ? { ...row, kind: "person", paceKey: row.grantId } : null;
}

function machineRow(holder: TokenHolder | AccessHolder | null): Row | null {
  if (!holder) return null;
  const { tokenId, accountId, name, ...rest } = holder;
  return {
    ...{ endpointId: null, ...rest, kind: "machine", grantId: tokenId, paceKey: accountId },
    ...{ userId: accountId, userName: name },
    ...{ clientId: "service-account", clientName: "Service account" },
  };
}

/**
 * Who an access token speaks for; null when it is unknown, expired or revoked, or its person or account was disabled. A
 * person who lost the membership is found without rights. Throws when the database cannot be asked.
 */
export async function findPrincipal(accessToken: string): Promise<Principal | null> {
  if (accessToken.length === 0 || accessToken.length > longestToken) return null;
  return shared("grants.principals", () => new PrincipalCache()).find(accessToken);
}
