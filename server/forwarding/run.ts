// In: a destination that is due. Out: what its record still owed it, delivered. Promises to move a cursor only after the
// receiver acknowledged (at least once, in order), and to leave everything as it is when anything fails.

import { toAppError } from "@/server/core/errors";
import type { Stopping } from "@/server/core/stop";
import { delayAfter, refusalsBeforeStop } from "@/server/forwarding/backoff";
import { type Batch, type Limits, nextBatch } from "@/server/forwarding/batch";
import { type Chain, findPending } from "@/server/forwarding/chains";
import { deliver } from "@/server/forwarding/deliver";
import { type Destination, type Opened, openDestination } from "@/server/forwarding/destination";
import {
  acknowledge,
  claim,
  noteFailure,
  release,
  renew,
  takeFewer,
} from "@/server/forwarding/lease";
import type { Delivery } from "@/server/forwarding/send";

export type Worker = {
  /** Names the process in leases. */
  holder: string;
  limits: Limits;
  /** No further request is begun. */
  isStopping(): boolean;
  /** Ends the one under way. */
  cut: Stopping;
  now(): Date;
  random(): number;
};

/** Milliseconds of reading after which a lease is renewed; it is a few times as long. */
const slowReadMs = 10_000;

/** Requests of one round; then others may have a turn. */
const batchesPerRound = 20;

/**
 * Delivers what waits in these months, for one round. True when there is more to do at once. Another process that holds
 * the destination has the same work in hand: false.
 */
export async function runRound(
  worker: Worker,
  id: string,
  months: readonly string[],
): Promise<boolean> {
  const claimedAt = performance.now();
  const destination = await claim(id, worker.holder);
  if (!destination) return false;
  try {
    // Read under the lease: whoever held it before has moved the cursors.
    const chains = await findPending(destination, months);
    const opened = await openDestination(destination).catch((error: unknown) => toAppError(error));
    if (!(opened instanceof Error))
      return await work(worker, { destination, opened, claimedAt }, chains);
    await fail(worker, destination, { because: "later", message: opened.message, askedMs: null });
    return false;
  } finally {
    await release(id, worker.holder);
  }
}

type Held = { destination: Destination; opened: Opened; claimedAt: number };

async function work(
  worker: Worker,
  { destination, opened, claimedAt }: Held,
  chains: Chain[],
): Promise<boolean> {
  const limits = { ...worker.limits, rows: Math.min(worker.limits.rows, destination.batchRows) };
  let leasedAt = claimedAt;
  for (let turn = 0; turn < batchesPerRound; turn++) {
    const batch = await nextBatch(destination, chains, limits);
    if (batch.moves.length === 0 || worker.isStopping()) return false;
    // What is left of the lease must outlast a request, or another holder could send at the same time.
    const isLate = performance.now() - leasedAt > slowReadMs;
    if (isLate && !(await renew(destination, worker.holder))) return false;
    const isOn = await pass(worker, destination, opened, batch);
    if (!isOn) return false;
    leasedAt = performance.now();
  }
  return true;
}

/** True when the batch was taken and the next may follow. */
async function pass(
  worker: Worker,
  destination: Destination,
  opened: Opened,
  batch: Batch,
): Promise<boolean> {
  const delivery = await delivered(worker, destination, opened, batch);
  if (delivery.taken) return acknowledge(destination, worker.holder, batch, delivery);
  // We hung up ourselves: the receiver is not to blame.
  if (worker.cut.aborted) return false;
  if (delivery.because === "smaller" && batch.records.length > 1) {
    const half = Math.floor(batch.records.length / 2);
    await takeFewer(destination, worker.holder, half);
    return false;
  }
  await fail(worker, destination, delivery);
  return false;
}

function delivered(
  { now, cut }: Worker,
  destination: Destination,
  opened: Opened,
  batch: Batch,
): Promise<Delivery> | Delivery {
  // Only calls that this destination does not want: there is nothing to send, and the cursors move.
  if (batch.records.length === 0) return { taken: true, rejected: 0, reason: null };
  return deliver({ destination, opened, now: now(), signal: cut }, batch);
}

type Fault = Omit<Extract<Delivery, { taken: false }>, "taken">;

function fail(worker: Worker, destination: Destination, fault: Fault): Promise<void> {
  const failures = destination.failures + 1;
  const { because, message, askedMs } = fault;
  const stop = because === "gone" || (because !== "later" && failures >= refusalsBeforeStop);
  const delayMs = delayAfter(failures, askedMs, worker.random());
  return noteFailure(destination, worker.holder, { message, delayMs, stop });
}
