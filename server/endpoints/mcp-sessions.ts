import { LRUCache } from "lru-cache";
import { newId, randomToken, sha256 } from "@/server/core/ids";
import { shared } from "@/server/core/shared";
import { bus } from "@/server/infra/bus";
import { pool } from "@/server/infra/pg";

// Sessions of clients of the 2025 era. The row lets every replica serve every request; the id a client holds is kept as
// its SHA-256 only.

export type McpSession = {
  id: string;
  endpointId: string;
  /** Whose, and by which grant; of a program, its service account and token. */
  userId: string;
  grantId: string;
  protocolVersion: string;
  /** The client can ask its person to open an address (2025-11-25, URL Mode Elicitation). */
  opensUrls: boolean;
  /** As logging/setLevel set it; null until then. */
  logLevel: string | null;
};

export type NewSession = Omit<McpSession, "id" | "opensUrls" | "logLevel"> & {
  kind: "person" | "machine";
  /** JSON texts. */
  clientInfo: string;
  capabilities: string;
};

const insertFor = (user: string, grant: string) => `INSERT INTO "McpSession"
  (id, "tokenHash", "endpointId", "${user}", "${grant}", "protocolVersion", "clientInfo", capabilities)
  VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8::jsonb)`;

const inserts = {
  person: { name: "session.create", text: insertFor("userId", "grantId") },
  machine: { name: "session.machine", text: insertFor("accountId", "accountTokenId") },
};

// Beside what the client declared at its beginning: both say what it can take.
const levelKey = "gatehouse/logLevel";

const select = `SELECT id, "endpointId", coalesce("userId", "accountId") AS "userId",
    coalesce("grantId", "accountTokenId") AS "grantId", "protocolVersion",
    coalesce(jsonb_typeof(capabilities #> '{elicitation,url}') = 'object', false) AS "opensUrls",
    capabilities ->> '${levelKey}' AS "logLevel"
  FROM "McpSession"
  WHERE "tokenHash" = $1 AND "endedAt" IS NULL`;

type Kept = { session: McpSession; seenAt: number };

/** How often a session that is in use says so. */
const seenEveryMs = 60_000;

class Sessions {
  readonly byHash = new LRUCache<string, Kept>({ max: 20_000, ttl: 10 * 60_000 });
  changes = 0;

  constructor() {
    for (const topic of ["session", "session_level"] as const)
      bus().on(topic, (id) => this.forget(id));
  }

  private forget(id: string | null): void {
    this.changes++;
    if (id === null) this.byHash.clear();
    for (const [hash, { session }] of this.byHash.entries())
      if (session.id === id) this.byHash.delete(hash);
  }
}

const sessions = () => shared("mcp.sessions", () => new Sessions());

/** Begins a session. The token, 128 random bits, is what the client sends as Mcp-Session-Id. */
export async function createMcpSession(
  input: NewSession,
): Promise<{ session: McpSession; token: string }> {
  const { kind, clientInfo, capabilities, ...facts } = input;
  const session = { id: newId(), ...facts, opensUrls: opensUrls(capabilities), logLevel: null };
  const token = randomToken(16);
  const hash = sha256(token);
  const { id, endpointId, userId, grantId, protocolVersion } = session;
  const values = [id, hash, endpointId, userId, grantId, protocolVersion, clientInfo, capabilities];
  await pool().query({ ...inserts[kind], values });
  if (bus().hears) sessions().byHash.set(hash, { session, seenAt: Date.now() });
  return { session, token };
}

/** Whether these capabilities, as JSON, declare that a person can be asked to open an address. */
export function opensUrls(capabilities: string): boolean {
  const { elicitation } = JSON.parse(capabilities) as { elicitation?: { url?: unknown } };
  const url = elicitation?.url;
  return typeof url === "object" && url !== null;
}

/** The session of this token, unless it ended. Whose it is, the caller compares. */
export async function findMcpSession(token: string, now: number): Promise<McpSession | null> {
  const hash = sha256(token);
  const all = sessions();
  const kept = all.byHash.get(hash);
  if (kept) {
    if (now - kept.seenAt > seenEveryMs) await noteSeen(kept, now);
    return kept.session;
  }
  const before = all.changes;
  const { rows } = await pool().query<McpSession>({
    name: "session.find",
    text: select,
    values: [hash],
  });
  const session = rows[0] ?? null;
  if (session && bus().hears && all.changes === before)
    all.byHash.set(hash, { session, seenAt: now });
  return session;
}

async function noteSeen(kept: Kept, now: number): Promise<void> {
  kept.seenAt = now;
  await pool().query(`UPDATE "McpSession" SET "lastSeenAt" = now() WHERE id = $1`, [
    kept.session.id,
  ]);
}

/** Keeps the least level of log messages that the client wants; every replica hears of it. */
export async function keepLogLevel(id: string, level: string): Promise<void> {
  await pool().query(
    `UPDATE "McpSession" SET capabilities = capabilities || jsonb_build_object('${levelKey}', $2::text)
      WHERE id = $1`,
    [id, level],
  );
  await bus().publish("session_level", id);
  await bus().settled();
}

/** Ends a session for every replica. */
export async function endMcpSession(id: string): Promise<void> {
  await pool().query(
    `UPDATE "McpSession" SET "endedAt" = now() WHERE id = $1 AND "endedAt" IS NULL`,
    [id],
  );
  await bus().settled();
}

/** Deletes sessions that ended, or were last used, a week ago; a client that comes back begins a new one. */
export async function deleteEndedMcpSessions(now: Date): Promise<void> {
  const weekAgo = new Date(now.getTime() - 7 * 86_400_000);
  await pool().query(`DELETE FROM "McpSession" WHERE COALESCE("endedAt", "lastSeenAt") < $1`, [
    weekAgo,
  ]);
}
