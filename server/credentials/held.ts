import { LRUCache } from "lru-cache";
import { shared } from "@/server/core/shared";
import { bus } from "@/server/infra/bus";
import { pool } from "@/server/infra/pg";

// Credentials as the data plane needs them, sealed, one for each server and owner, kept until the database says that one
// changed. One person's refresh drops one entry and no other.

export type HeldCredential = {
  id: string;
  serverId: string;
  /** Null for the shared one. */
  userId: string | null;
  /** Of the server when this was read: it is shown to no other address. */
  url: string;
  version: number;
  revision: number;
  kind: string;
  sealed: string;
  issuer: string | null;
  clientId: string | null;
  scopes: string[];
  renewable: boolean;
  /** Seconds until the access token expires, by the database's clock when it was read; null when nobody knows. */
  expiresIn: number | null;
  /** Seconds for which somebody is renewing it; null or in the past when nobody is. */
  claimedFor: number | null;
  /** Seconds until renewing may be tried again, after a service that failed. */
  pauseFor: number | null;
  needsSignInSince: Date | null;
  statusReason: string | null;
  wantedScopes: string[];
  stepUps: number;
  /** `performance.now()` of the reading. */
  readAt: number;
};

/** What `HeldCredential` has, of `c` and its server `s`. The database's clock decides, whatever a replica's says. */
export const heldColumns = `c.id, c."serverId", c."userId", s.url, c.version, c.revision, c.kind, c.sealed, c.issuer,
  c."clientId", c.scopes, c.renewable, c."needsSignInSince", c."statusReason", c."wantedScopes", c."stepUps",
  extract(epoch FROM c."expiresAt" - now())::float8 AS "expiresIn",
  extract(epoch FROM c."refreshingUntil" - now())::float8 AS "claimedFor",
  extract(epoch FROM c."refreshNotBefore" - now())::float8 AS "pauseFor"`;

const statement = `SELECT ${heldColumns} FROM "ServerCredential" c JOIN "McpServer" s ON s.id = c."serverId"
  WHERE c."serverId" = $1 AND c."userId" IS NOT DISTINCT FROM $2::uuid`;

/** The bound should a change ever go unheard. */
const keptMs = 5_000;

/** `null` would look like nothing known to the cache. */
type Entry = { held: HeldCredential | null };

class HeldCredentials {
  private readonly kept = new LRUCache<string, Entry>({ max: 20_000, ttl: keptMs });
  private readonly reading = new Map<string, Promise<Entry>>();

  constructor() {
    bus().on("credential", (key) => this.drop(key));
    // Its address is part of what is kept.
    bus().on("server", (id) => this.dropServer(id));
  }

  async find(serverId: string, userId: string | null): Promise<HeldCredential | null> {
    const key = ownerKey(serverId, userId);
    const kept = this.kept.get(key);
    if (kept) return kept.held;
    const current = this.reading.get(key) ?? this.begin(key, serverId, userId);
    return (await current).held;
  }

  private begin(key: string, serverId: string, userId: string | null): Promise<Entry> {
    const reading = readHeld(serverId, userId)
      .then((held) => {
        const entry = { held };
        // A change heard meanwhile has taken this reading out of the list.
        if (bus().hears && this.reading.get(key) === reading) this.kept.set(key, entry);
        return entry;
      })
      .finally(() => {
        if (this.reading.get(key) === reading) this.reading.delete(key);
      });
    this.reading.set(key, reading);
    return reading;
  }

  private drop(key: string | null): void {
    if (key === null) this.dropServer(null);
    else for (const cache of [this.kept, this.reading]) cache.delete(key);
  }

  private dropServer(id: string | null): void {
    for (const cache of [this.kept, this.reading])
      for (const key of [...cache.keys()]) if (id === null || key.startsWith(id)) cache.delete(key);
  }
}

/** The payload of the bus topic `credential`. */
export function ownerKey(serverId: string, userId: string | null): string {
  return `${serverId}:${userId ?? "shared"}`;
}

/** Asks the database and no cache. */
export async function readHeld(
  serverId: string,
  userId: string | null,
): Promise<HeldCredential | null> {
  const { rows } = await pool().query<Omit<HeldCredential, "readAt">>({
    name: "credential.find",
    text: statement,
    values: [serverId, userId],
  });
  return rows[0] ? { ...rows[0], readAt: performance.now() } : null;
}

/** The credential of one owner (null = the shared one), still sealed. Changes by any replica show within a second. */
export function findHeld(serverId: string, userId: string | null): Promise<HeldCredential | null> {
  return shared("credentials.held", () => new HeldCredentials()).find(serverId, userId);
}

/** Seconds left of something that was `seconds` away when it was read; null when nobody knows. */
export function secondsLeft(held: HeldCredential, seconds: number | null): number | null {
  return seconds === null ? null : seconds - (performance.now() - held.readAt) / 1000;
}
