// In: nothing but the time. Out: every destination looked after, each on its own. Promises that calls never wait for it,
// that a slow receiver holds up no other, bounded work at once, and that what is under way ends in order.
import { LRUCache } from "lru-cache";
import { newId } from "@/server/core/ids";
import { Stopping } from "@/server/core/stop";
import type { Limits } from "@/server/forwarding/batch";
import { findPending, forgetMonths, monthsOf } from "@/server/forwarding/chains";
import type { Destination } from "@/server/forwarding/destination";
import { listDue } from "@/server/forwarding/lease";
import { runRound, type Worker } from "@/server/forwarding/run";
import { env } from "@/server/infra/env";
import { log } from "@/server/infra/log";

/** Destinations worked on at once by one process: each holds one request of at most a megabyte or so. */
const slots = 16;
/** Of these, for destinations that fail: a crowd of receivers that hang leaves room for the sound ones. */
const slotsForFailing = 4;
/** Milliseconds after which months that had nothing left are looked at again. */
const oldMonthsEvery = 10 * 60_000;
/** Months in which calls may still end: those of the last of them may have begun in the one before. */
const livelyMonths = 2;
/** Milliseconds by which the clocks of replicas may differ. */
const skewMs = 3_600_000;

type Options = { everyMs?: number; limits?: Partial<Limits>; random?: () => number };

type Looked = { revision: number; at: number };

export class Forwarder {
  private readonly working = new Map<string, { isFailing: boolean; done: Promise<void> }>();
  private readonly looked = new LRUCache<string, Looked>({ max: 1_000 });
  private readonly worker: Worker;
  private readonly timer: NodeJS.Timeout;
  private ticking: Promise<void> | null = null;
  private isStopped = false;

  constructor({ everyMs = 3_000, limits = {}, random = Math.random }: Options = {}) {
    const { FORWARD_BATCH_ROWS, FORWARD_BATCH_BYTES } = env();
    this.worker = {
      holder: newId(),
      limits: { rows: FORWARD_BATCH_ROWS, bytes: FORWARD_BATCH_BYTES, ...limits },
      isStopping: () => this.isStopped,
      cut: new Stopping(),
      now: () => new Date(),
      random,
    };
    this.timer = setInterval(() => this.wake(), everyMs);
    this.timer.unref();
    this.wake();
  }

  /** Begins no request any more, gives those under way a second, and gives back its leases. */
  async stop(graceMs = 1_000): Promise<void> {
    this.isStopped = true;
    clearInterval(this.timer);
    const late = setTimeout(() => this.worker.cut.abort(new Error("stopping")), graceMs);
    await this.ticking;
    await Promise.all([...this.working.values()].map(({ done }) => done));
    clearTimeout(late);
  }

  private wake(): void {
    if (this.ticking || this.isStopped) return;
    this.ticking = this.tick()
      .catch((error: unknown) =>
        log().warn({ err: error }, "destinations could not be read; trying again in a moment"),
      )
      .finally(() => {
        this.ticking = null;
      });
  }

  private async tick(): Promise<void> {
    const due = await listDue();
    for (const destination of due) {
      if (this.isStopped) return;
      if (this.hasRoom(destination)) this.begin(destination);
    }
  }

  private hasRoom({ id, failures }: Destination): boolean {
    if (this.working.has(id) || this.working.size >= slots) return false;
    const failing = [...this.working.values()].filter(({ isFailing }) => isFailing).length;
    return failures === 0 || failing < slotsForFailing;
  }

  private begin(destination: Destination): void {
    const { id, failures } = destination;
    const done = this.lookAfter(destination)
      .catch((error: unknown) => {
        log().warn({ err: error, destination: id }, "a round of forwarding failed; trying again");
        return false;
      })
      .then((isBehind) => {
        this.working.delete(id);
        if (isBehind) this.wake();
      });
    this.working.set(id, { isFailing: failures > 0, done });
  }

  /** True when more waits. */
  private async lookAfter(destination: Destination): Promise<boolean> {
    const { id, projectId, revision } = destination;
    const now = Date.now();
    const months = begunBy(await monthsOf(projectId), new Date(now + skewMs));
    const known = this.looked.get(id);
    const isKnown = known?.revision === revision && now - known.at < oldMonthsEvery;
    const asked = isKnown ? months.slice(-livelyMonths) : months;
    const chains = await findPending(destination, asked);
    if (chains.length > 0) return runRound(this.worker, id, asked);
    if (isKnown) return false;
    await forgetMonths(id, months[0]);
    this.looked.set(id, { revision, at: now });
    return false;
  }
}

/** There is room for calls of months to come, where nothing can be yet. */
function begunBy(months: readonly string[], at: Date): string[] {
  const day = at.toISOString().slice(0, 10);
  return months.filter((month) => month <= day);
}

/** Begins to forward. Returns how to stop. */
export function startForwarding(options?: Options): () => Promise<void> {
  const forwarder = new Forwarder(options);
  return () => forwarder.stop();
}
