// In: upstream sessions that belong to gateway sessions. Out: the same after a restart, or on another replica. Promises
// nothing without a store: then sessions live as long as the process. Sealing the values is the store's duty.
import { shared } from "@/server/core/shared";
import type { Session } from "@/server/upstream/handshake";
import type { UnknownTarget } from "@/server/upstream/target";

export type StoredSession = { sessionId: string; protocolVersion: string };

/** Keeps sessions by gateway session, server and credential. May fail: a session that is not found is made anew. */
export type SessionStore = {
  load(key: string, serverId: string, credentialKey: string): Promise<StoredSession | null>;
  save(key: string, serverId: string, credentialKey: string, session: StoredSession): Promise<void>;
  drop(key: string, serverId: string, credentialKey: string): Promise<void>;
};

function holder(): { store: SessionStore | null } {
  return shared("upstream-session-store", () => ({ store: null }));
}

/** Sets the store, once, at start; null keeps sessions in memory alone. */
export function setSessionStore(store: SessionStore | null): void {
  holder().store = store;
}

export async function loadStored(key: string, target: UnknownTarget): Promise<Session | null> {
  const stored = await holder().store?.load(key, target.serverId, target.credentialKey);
  if (!stored) return null;
  return {
    id: stored.sessionId,
    protocolVersion: stored.protocolVersion,
    target,
    serverInfo: null,
    instructions: null,
    gone: false,
    usedAt: Date.now(),
  };
}

export async function storeFresh(key: string, session: Session): Promise<void> {
  const { id, protocolVersion, target } = session;
  if (id === null) return;
  const stored = { sessionId: id, protocolVersion };
  await holder().store?.save(key, target.serverId, target.credentialKey, stored);
}

export async function storeGone(key: string, target: UnknownTarget): Promise<void> {
  await holder().store?.drop(key, target.serverId, target.credentialKey);
}
