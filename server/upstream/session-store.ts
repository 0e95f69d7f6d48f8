// In: upstream sessions that belong to gateway sessions. Out: the same after a restart, or on another replica. Promises
// nothing without a store: then sessions live as long as the process. Sealing the values is the store's duty.
import { shared } from "@/server/core/shared";
import { log } from "@/server/infra/log";
import { endSession, type Session } from "@/server/upstream/handshake";
import type { UnknownTarget } from "@/server/upstream/target";

export type StoredSession = { sessionId: string; protocolVersion: string };

/** The place of one session: a gateway session has at most one with a server, credential and address. */
export type Slot = {
  /** The gateway session's id. */
  key: string;
  serverId: string;
  credentialKey: string;
  url: string;
};

/** Keeps sessions for every replica. May fail: a session that is not found is made anew. */
export type SessionStore = {
  load(slot: Slot): Promise<StoredSession | null>;
  /**
   * Keeps a new session in the place of `gone`, and returns what is kept: another replica may have been faster. Null when
   * the gateway session is over.
   */
  save(slot: Slot, session: StoredSession, gone: string | null): Promise<StoredSession | null>;
  /** Forgets this session, not one that took its place. */
  drop(slot: Slot, sessionId: string): Promise<void>;
  /** As `drop`, unless any replica used the gateway session within `idleMs`. Whether it is forgotten now. */
  dropIdle(slot: Slot, sessionId: string, idleMs: number): Promise<boolean>;
  /** Forgets what every gateway session has with a server. */
  dropServer(serverId: string): Promise<void>;
};

function holder(): { store: SessionStore | null } {
  return shared("upstream-session-store", () => ({ store: null }));
}

/** Sets the store, once, at start; null keeps sessions in memory alone. */
export function setSessionStore(store: SessionStore | null): void {
  holder().store = store;
}

/** The stored session, unless it is the one that the server forgot. */
export async function loadStored(
  key: string,
  target: UnknownTarget,
  gone: string | null,
): Promise<Session | null> {
  const stored = await attempt((store) => store.load(slotOf(key, target)), null);
  return stored && stored.sessionId !== gone ? revive(stored, target) : null;
}

/** Stores a session made in the place of `gone`; returns the one to use, which may be another replica's. */
export async function storeFresh(
  key: string,
  session: Session,
  gone: string | null,
): Promise<Session> {
  const { id: sessionId, protocolVersion, target } = session;
  if (sessionId === null) return session;
  const fresh = { sessionId, protocolVersion };
  const kept = await attempt((store) => store.save(slotOf(key, target), fresh, gone), null);
  if (!kept) return session;
  if (kept.sessionId === sessionId) return Object.assign(session, { stored: true });
  void endSession(session);
  return revive(kept, target);
}

export async function storeGone(key: string, { stored, id, target }: Session): Promise<void> {
  if (stored && id !== null) await attempt((store) => store.drop(slotOf(key, target), id), null);
}

/** Whether a session unused here for `idleMs` is unused everywhere, and now nobody's. */
export async function storeIdle(key: string, session: Session, idleMs: number): Promise<boolean> {
  const { stored, id, target } = session;
  if (!stored || id === null) return true;
  return attempt((store) => store.dropIdle(slotOf(key, target), id, idleMs), false);
}

export async function storeServerGone(serverId: string): Promise<void> {
  await attempt((store) => store.dropServer(serverId), null);
}

function slotOf(key: string, { serverId, credentialKey, url }: UnknownTarget): Slot {
  return { key, serverId, credentialKey, url };
}

function revive({ sessionId: id, protocolVersion }: StoredSession, target: UnknownTarget): Session {
  const unknown = { serverInfo: null, instructions: null };
  return { id, protocolVersion, target, ...unknown, stored: true, gone: false, usedAt: Date.now() };
}

/** A store that fails costs the sessions their long life, never a call. */
async function attempt<T>(act: (store: SessionStore) => Promise<T>, otherwise: T): Promise<T> {
  const { store } = holder();
  if (!store) return otherwise;
  try {
    return await act(store);
  } catch (error) {
    log().warn({ err: error }, "the store of upstream sessions failed");
    return otherwise;
  }
}
