// In: calls and streams that stay open. Out: their heartbeats, and their end when access ends (security: T66, ≤ 5 s).
// Promises one timer for all of them, and that a cancellation finds its call on whichever replica it runs.
import { Roster } from "@/server/core/roster";
import { shared } from "@/server/core/shared";
import { findEndpointSnapshot } from "@/server/endpoints/snapshot";
import { mayConnect } from "@/server/gateway/authorize";
import { findPrincipal } from "@/server/grants/principal";
import { bus, type Topic } from "@/server/infra/bus";
import { log } from "@/server/infra/log";
import { closeGatewaySession } from "@/server/upstream/sessions";

export type EndReason = "revoked" | "cancelled" | "session_ended" | "shutdown";

/** Something that stays open. */
export type Live = {
  token: string;
  slug: string;
  /** Of a 2025 session's stream; calls outlive the session they came through. */
  sessionId: string | null;
  /** What a cancellation names: session and raw request id. */
  cancelKey: string | null;
  /** About every second: the moment to write a heartbeat. */
  beat(now: number): void;
  end(reason: EndReason): void;
  /** Streams: the endpoint may look different now. */
  changed?: () => void;
};

const beatMs = 1_000;
const checkMs = 2_000;

class LiveSet {
  readonly all = new Roster<Live>();
  private timer: NodeJS.Timeout | null = null;
  private checkedAt = 0;
  private soon = false;

  constructor() {
    const again: Topic[] = ["grant", "token", "user", "endpoint", "project", "role"];
    for (const topic of again) bus().on(topic, () => this.checkSoon());
    const looks: Topic[] = ["endpoint", "server", "project"];
    for (const topic of looks) bus().on(topic, () => this.lookSoon());
    bus().on("session", (id) => id !== null && this.endSession(id));
    bus().on("cancel", (key) => key !== null && this.cancel(key));
  }

  add(live: Live): void {
    this.all.add(live);
    this.timer ??= setInterval(() => this.tick(performance.now()), beatMs).unref();
  }

  remove(live: Live): void {
    this.all.delete(live);
  }

  /** Whether the call ran here. */
  cancel(key: string): boolean {
    const meant = [...this.all].filter(({ cancelKey }) => cancelKey === key);
    for (const live of meant) live.end("cancelled");
    return meant.length > 0;
  }

  endAll(reason: EndReason): void {
    for (const live of this.all) live.end(reason);
  }

  private endSession(id: string): void {
    for (const live of this.all) if (live.sessionId === id) live.end("session_ended");
    void closeGatewaySession(id).catch((error: unknown) =>
      log().warn({ err: error }, "the upstream sessions of an ended session were not closed"),
    );
  }

  private tick(now: number): void {
    if (this.all.size === 0 && this.timer) {
      clearInterval(this.timer);
      this.timer = null;
      return;
    }
    for (const live of this.all) live.beat(now);
    if (now - this.checkedAt >= checkMs) this.checkAll(now);
  }

  private checkAll(now: number): void {
    this.checkedAt = now;
    for (const live of this.all)
      void hasAccess(live).then((access) => {
        if (!access && this.all.has(live)) live.end("revoked");
      });
  }

  /** After the caches heard of the same change. */
  private checkSoon(): void {
    if (this.soon || this.all.size === 0) return;
    this.soon = true;
    setImmediate(() => {
      this.soon = false;
      this.checkAll(performance.now());
    });
  }

  private lookSoon(): void {
    for (const live of this.all) if (live.changed) setImmediate(live.changed);
  }
}

async function hasAccess({ token, slug }: Live): Promise<boolean> {
  try {
    const [principal, snapshot] = await Promise.all([
      findPrincipal(token),
      findEndpointSnapshot(slug),
    ]);
    return principal !== null && snapshot !== null && mayConnect(principal, snapshot);
  } catch {
    // A database that does not answer revokes nothing; the next check is two seconds away.
    return true;
  }
}

/** What is open in this process. */
export function lives(): LiveSet {
  return shared("gateway.lives", () => new LiveSet());
}
