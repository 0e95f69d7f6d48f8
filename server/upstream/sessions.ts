// In: who calls which server with which credential. Out: a session to use. Promises that sessions are kept and never made
// per call, that one is never used with another credential or for another gateway session, and that idle ones are ended.
import { shared } from "@/server/core/shared";
import { endSession, handshake, type Session } from "@/server/upstream/handshake";
import { loadStored, storeFresh, storeGone } from "@/server/upstream/session-store";
import type { UnknownTarget } from "@/server/upstream/target";

export type SessionUse =
  /** The session of one gateway session; `key` is that session's id. */
  | { kind: "kept"; key: string }
  /** A session from the pool, for one call at a time. */
  | { kind: "exclusive" };

export type Lease = {
  session: Session;
  /** After the server forgot the session: another one, made once however many calls ask. */
  renew(): Promise<Session>;
  release(): void;
};

/** Milliseconds a session may be unused. */
const idleMs = 10 * 60_000;
const sweepMs = 60_000;
/** Unused sessions kept per server and credential for clients without one of their own. */
const maxIdle = 200;

type Kept = { promise: Promise<Session>; session: Session | null; usedAt: number };

type Keeper = {
  /** By gateway session, then by scope. */
  kept: Map<string, Map<string, Kept>>;
  /** By scope; the most recently used last. */
  idle: Map<string, Session[]>;
};

function keeper(): Keeper {
  return shared("upstream-sessions", () => {
    setInterval(() => void sweep(Date.now()), sweepMs).unref();
    return { kept: new Map(), idle: new Map() };
  });
}

/** What a session must never be shared across. */
function scopeOf(target: UnknownTarget): string {
  return `${target.serverId} ${target.credentialKey} ${target.url}`;
}

/** A session for one call. Throws as `handshake`. Release it when the call is over. */
export async function leaseSession(target: UnknownTarget, use: SessionUse): Promise<Lease> {
  return use.kind === "kept" ? leaseKept(target, use.key) : leaseExclusive(target);
}

async function leaseKept(target: UnknownTarget, key: string): Promise<Lease> {
  const session = await keptSession(target, key).promise;
  return {
    session,
    renew: async () => {
      session.gone = true;
      await storeGone(key, target);
      return keptSession(target, key).promise;
    },
    release: () => {},
  };
}

/** The session of this gateway session with this server, made when there is none or the server forgot it. */
function keptSession(target: UnknownTarget, key: string): Kept {
  const { kept } = keeper();
  const scopes = kept.get(key) ?? new Map<string, Kept>();
  kept.set(key, scopes);
  const scope = scopeOf(target);
  const known = scopes.get(scope);
  if (known && !known.session?.gone) {
    known.usedAt = Date.now();
    return known;
  }
  const fresh: Kept = { promise: openKept(target, key), session: null, usedAt: Date.now() };
  scopes.set(scope, fresh);
  fresh.promise.then(
    (session) => {
      fresh.session = session;
    },
    () => {
      if (scopes.get(scope) === fresh) scopes.delete(scope);
    },
  );
  return fresh;
}

async function openKept(target: UnknownTarget, key: string): Promise<Session> {
  const stored = await loadStored(key, target);
  if (stored) return stored;
  const session = await handshake(target);
  await storeFresh(key, session);
  return session;
}

async function leaseExclusive(target: UnknownTarget): Promise<Lease> {
  const scope = scopeOf(target);
  const lease: Lease = {
    session: keeper().idle.get(scope)?.pop() ?? (await handshake(target)),
    renew: async () => {
      lease.session.gone = true;
      lease.session = await handshake(target);
      return lease.session;
    },
    release: () => giveBack(lease.session),
  };
  return lease;
}

/** Puts a session into the pool of its server and credential. */
export function giveBack(session: Session): void {
  if (session.gone) return;
  const { idle } = keeper();
  const scope = scopeOf(session.target);
  const pool = idle.get(scope) ?? [];
  idle.set(scope, pool);
  session.usedAt = Date.now();
  pool.push(session);
  if (pool.length > maxIdle) void endAll(pool.splice(0, pool.length - maxIdle));
}

/** Ends the upstream sessions of a gateway session that is over. */
export async function closeGatewaySession(key: string): Promise<void> {
  const scopes = keeper().kept.get(key);
  keeper().kept.delete(key);
  await endAll(await sessionsOf(scopes?.values() ?? []));
}

/** Ends all sessions made with a credential that was changed or taken away. */
export async function closeCredential(credentialKey: string): Promise<void> {
  await closeWhere((target) => target.credentialKey === credentialKey);
}

/** Ends all sessions: for a clean stop. */
export async function closeAllSessions(): Promise<void> {
  await closeWhere(() => true);
}

/** Ends what was unused for ten minutes at `now`. */
export async function sweep(now: number): Promise<void> {
  const { idle, kept } = keeper();
  const stale: Session[] = [];
  for (const [scope, pool] of idle) {
    const used = pool.filter((session) => now - session.usedAt < idleMs);
    stale.push(...pool.filter((session) => now - session.usedAt >= idleMs));
    if (used.length > 0) idle.set(scope, used);
    else idle.delete(scope);
  }
  for (const [key, scopes] of kept) {
    for (const [scope, { session, usedAt }] of scopes) {
      if (!session || now - usedAt < idleMs) continue;
      scopes.delete(scope);
      stale.push(session);
      await storeGone(key, session.target);
    }
    if (scopes.size === 0) kept.delete(key);
  }
  await endAll(stale);
}

async function closeWhere(matches: (target: UnknownTarget) => boolean): Promise<void> {
  const { idle, kept } = keeper();
  const closing: Session[] = [];
  for (const [scope, pool] of idle) {
    closing.push(...pool.filter(({ target }) => matches(target)));
    idle.set(
      scope,
      pool.filter(({ target }) => !matches(target)),
    );
  }
  for (const scopes of kept.values()) {
    for (const session of await sessionsOf(scopes.values())) {
      if (!matches(session.target)) continue;
      scopes.delete(scopeOf(session.target));
      closing.push(session);
    }
  }
  await endAll(closing);
}

async function sessionsOf(entries: Iterable<Kept>): Promise<Session[]> {
  const settled = await Promise.allSettled([...entries].map(({ promise }) => promise));
  return settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
}

async function endAll(sessions: readonly Session[]): Promise<void> {
  await Promise.all(sessions.map(endSession));
}
