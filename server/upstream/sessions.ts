// In: who calls which server with which credential. Out: a session to use. Promises that sessions are kept and never made
// per call, that one is never used with another credential or for another gateway session, and that idle ones are ended.
import { Roster } from "@/server/core/roster";
import { shared } from "@/server/core/shared";
import { endSession, handshake, type Session } from "@/server/upstream/handshake";
import {
  loadStored,
  storeFresh,
  storeGone,
  storeIdle,
  storeServerGone,
} from "@/server/upstream/session-store";
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

type Kept = {
  target: UnknownTarget;
  promise: Promise<Session>;
  session: Session | null;
  usedAt: number;
};

/** A call that has a session of the pool. `closed` when that must not go back. */
type Checkout = { target: UnknownTarget; closed: boolean };

type Keeper = {
  /** By gateway session, then by scope. */
  kept: Map<string, Map<string, Kept>>;
  /** By scope; the most recently used last. */
  idle: Map<string, Session[]>;
  checkouts: Roster<Checkout>;
};

function keeper(): Keeper {
  return shared("upstream-sessions", () => {
    setInterval(() => void sweep(Date.now()), sweepMs).unref();
    return { kept: new Map(), idle: new Map(), checkouts: new Roster() };
  });
}

/** What a session must never be shared across. */
function scopeOf(target: UnknownTarget): string {
  const { serverId, credentialKey, url, capabilities = "{}" } = target;
  return `${serverId} ${credentialKey} ${url} ${capabilities}`;
}

/** A session for one call. Throws as `handshake`. Release it when the call is over. */
export async function leaseSession(target: UnknownTarget, use: SessionUse): Promise<Lease> {
  return use.kind === "kept" ? leaseKept(target, use.key) : leaseExclusive(target);
}

async function leaseKept(target: UnknownTarget, key: string): Promise<Lease> {
  const session = withHeadersOf(target, await keptSession(target, key).promise);
  return {
    session,
    renew: async () => {
      session.gone = true;
      return withHeadersOf(target, await keptSession(target, key).promise);
    },
    release: () => {},
  };
}

/** A credential is renewed without becoming another: what is told beside a call must carry the newer token, too. */
function withHeadersOf(target: UnknownTarget, session: Session): Session {
  session.target = target;
  return session;
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
  const promise = openKept(target, key, known?.session?.id ?? null);
  const fresh: Kept = { target, promise, session: null, usedAt: Date.now() };
  scopes.set(scope, fresh);
  promise.then(
    (session) => {
      fresh.session = session;
    },
    () => {
      if (scopes.get(scope) === fresh) scopes.delete(scope);
    },
  );
  return fresh;
}

/** `gone` is the session that the server forgot. */
async function openKept(target: UnknownTarget, key: string, gone: string | null): Promise<Session> {
  const stored = await loadStored(key, target, gone);
  return stored ?? storeFresh(key, await handshake(target), gone);
}

async function leaseExclusive(target: UnknownTarget): Promise<Lease> {
  const { idle, checkouts } = keeper();
  const checkout: Checkout = { target, closed: false };
  checkouts.add(checkout);
  try {
    const session = idle.get(scopeOf(target))?.pop() ?? (await handshake(target));
    return checkedOut(withHeadersOf(target, session), checkout);
  } catch (error) {
    checkouts.delete(checkout);
    throw error;
  }
}

function checkedOut(session: Session, checkout: Checkout): Lease {
  const lease: Lease = {
    session,
    renew: async () => {
      lease.session.gone = true;
      lease.session = await handshake(checkout.target);
      return lease.session;
    },
    release: () => {
      keeper().checkouts.delete(checkout);
      if (checkout.closed) void endSession(lease.session);
      else giveBack(lease.session);
    },
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
  await endAll(await opened([...(scopes?.values() ?? [])].map(({ promise }) => promise)));
}

/** Ends all sessions made with a credential that was changed or taken away. */
export async function closeCredential(credentialKey: string): Promise<void> {
  const taken = takeOut((target) => target.credentialKey === credentialKey);
  const ending = taken.map(async ({ key, session }) => {
    const one = await session;
    if (key !== null) await storeGone(key, one);
    await endSession(one);
  });
  await Promise.allSettled(ending);
}

/** Ends all sessions with a server that is gone, switched off, or no longer the same. */
export async function closeServerSessions(serverId: string): Promise<void> {
  const taken = takeOut((target) => target.serverId === serverId);
  await storeServerGone(serverId);
  await endAll(await opened(taken.map(({ session }) => session)));
}

/** For a clean stop: ends all sessions but the stored ones, which other processes go on with. */
export async function closeAllSessions(): Promise<void> {
  const sessions = await opened(takeOut(() => true).map(({ session }) => session));
  await endAll(sessions.filter(({ stored }) => !stored));
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
    for (const [scope, entry] of scopes) {
      if (!entry.session || now - entry.usedAt < idleMs) continue;
      scopes.delete(scope);
      if (await storeIdle(key, entry.session, idleMs)) stale.push(entry.session);
      else if (!scopes.has(scope)) scopes.set(scope, { ...entry, usedAt: now });
    }
    if (scopes.size === 0) kept.delete(key);
  }
  await endAll(stale);
}

type Taken = {
  /** The gateway session's id; null for one of the pool. */
  key: string | null;
  session: Promise<Session>;
};

/** Takes sessions out of use at once, also those that are being made, and those that calls have when they end. */
function takeOut(matches: (target: UnknownTarget) => boolean): Taken[] {
  const { idle, kept, checkouts } = keeper();
  const taken: Taken[] = [];
  for (const checkout of checkouts) if (matches(checkout.target)) checkout.closed = true;
  for (const [scope, pool] of idle) {
    const leaving = pool.filter(({ target }) => matches(target));
    const staying = pool.filter(({ target }) => !matches(target));
    taken.push(...leaving.map((one) => ({ key: null, session: Promise.resolve(one) })));
    idle.set(scope, staying);
  }
  for (const [key, scopes] of kept)
    for (const [scope, { target, promise }] of scopes) {
      if (!matches(target)) continue;
      scopes.delete(scope);
      taken.push({ key, session: promise });
    }
  return taken;
}

/** Those that came about. */
async function opened(sessions: readonly Promise<Session>[]): Promise<Session[]> {
  const settled = await Promise.allSettled(sessions);
  return settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
}

async function endAll(sessions: readonly Session[]): Promise<void> {
  await Promise.all(sessions.map(endSession));
}
