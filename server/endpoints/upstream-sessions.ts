import { pool } from "@/server/infra/pg";
import { type Binding, sealForProject, unseal } from "@/server/infra/seal";
import type { SessionStore, Slot, StoredSession } from "@/server/upstream/session-store";

// The upstream sessions of a client's 2025 session, kept beside it, so that a restart or another replica goes on with
// them. One entry per server, each sealed for itself: entries of two servers never overwrite each other, and for one
// server the replica that was first wins. No row is locked, because sealing may need a second connection.

/** Sealed with what the session was made with, so that it is used with nothing else. */
type Entry = StoredSession & Pick<Slot, "credentialKey" | "url">;

type Found = { projectId: string; sealed: string | null };

const find = `SELECT e."projectId", s."upstreamSessions"::jsonb ->> $2::text AS sealed
  FROM "McpSession" s JOIN "McpEndpoint" e ON e.id = s."endpointId"
  WHERE s.id = $1 AND s."endedAt" IS NULL`;

const put = `UPDATE "McpSession"
  SET "upstreamSessions" =
    (coalesce("upstreamSessions"::jsonb, '{}') || jsonb_build_object($2::text, $3::text))::text
  WHERE id = $1 AND "endedAt" IS NULL
    AND "upstreamSessions"::jsonb ->> $2::text IS NOT DISTINCT FROM $4::text`;

const remove = `UPDATE "McpSession"
  SET "upstreamSessions" = nullif("upstreamSessions"::jsonb - $2::text, '{}')::text
  WHERE id = $1 AND "upstreamSessions"::jsonb ->> $2::text = $3
    AND ($4::float8 IS NULL OR "lastSeenAt" < now() - $4 * interval '1 millisecond')`;

const removeServer = `UPDATE "McpSession"
  SET "upstreamSessions" = nullif("upstreamSessions"::jsonb - $1::text, '{}')::text
  WHERE strpos("upstreamSessions", $1::text) > 0`;

/** Rounds against other replicas before a session is left unstored. */
const maxTurns = 5;

/** Upstream sessions in the database. Written only when one begins or ends. */
export const upstreamSessionStore: SessionStore = { load, save, drop, dropIdle, dropServer };

async function load(slot: Slot): Promise<StoredSession | null> {
  const found = await read(slot);
  return found && toStored(slot, await openEntry(slot, found));
}

async function save(
  slot: Slot,
  session: StoredSession,
  gone: string | null,
): Promise<StoredSession | null> {
  for (let turn = 0; turn < maxTurns; turn++) {
    const found = await read(slot);
    if (!found) return null;
    const other = toStored(slot, await openEntry(slot, found));
    if (other && other.sessionId !== gone) return other;
    const { credentialKey, url } = slot;
    const text = JSON.stringify({ ...session, credentialKey, url } satisfies Entry);
    const sealed = await sealForProject(found.projectId, text, bindingOf(slot, found));
    const values = [slot.key, slot.serverId, sealed, found.sealed];
    const { rowCount } = await pool().query({ name: "upstreamSession.put", text: put, values });
    if (rowCount === 1) return session;
  }
  return null;
}

async function drop(slot: Slot, sessionId: string): Promise<void> {
  await removeIf(slot, sessionId, null);
}

/** The gateway session says about every minute that it is used, whichever replica serves it. */
function dropIdle(slot: Slot, sessionId: string, idleMs: number): Promise<boolean> {
  return removeIf(slot, sessionId, idleMs);
}

/** False when it is still there; true when it is gone, now or before. */
async function removeIf(slot: Slot, sessionId: string, idleMs: number | null): Promise<boolean> {
  const found = await read(slot);
  if (!found || (await openEntry(slot, found))?.sessionId !== sessionId) return true;
  const values = [slot.key, slot.serverId, found.sealed, idleMs];
  const { rowCount } = await pool().query({ name: "upstreamSession.remove", text: remove, values });
  return rowCount === 1;
}

async function dropServer(serverId: string): Promise<void> {
  await pool().query(removeServer, [serverId]);
}

async function read(slot: Slot): Promise<Found | null> {
  const values = [slot.key, slot.serverId];
  const { rows } = await pool().query<Found>({ name: "upstreamSession.find", text: find, values });
  return rows[0] ?? null;
}

/** An entry whose key is lost counts as none: `unseal` has logged it, and a new session takes its place. */
async function openEntry(slot: Slot, found: Found): Promise<Entry | null> {
  if (found.sealed === null) return null;
  const text = await unseal(found.sealed, bindingOf(slot, found)).catch(() => null);
  return text === null ? null : (JSON.parse(text) as Entry);
}

function toStored(slot: Slot, entry: Entry | null): StoredSession | null {
  if (entry?.credentialKey !== slot.credentialKey || entry.url !== slot.url) return null;
  const { sessionId, protocolVersion } = entry;
  return { sessionId, protocolVersion };
}

function bindingOf(slot: Slot, { projectId }: Found): Binding {
  return ["McpSession", "upstreamSessions", slot.key, projectId, slot.serverId];
}
