// In: the chains in which something waits. Out: the calls of one request, written already, and where each chain stands
// once they are acknowledged. Promises bounded rows and bytes, and the order of each chain.
import type { Outbound } from "@/server/forwarding/attributes";
import type { Chain } from "@/server/forwarding/chains";
import { toLogRecord } from "@/server/forwarding/deliver-otlp";
import { toEvent } from "@/server/forwarding/deliver-webhook";
import type { Destination } from "@/server/forwarding/destination";
import {
  type CallRow,
  fittingPayloads,
  readCalls,
  readSides,
  type Sides,
} from "@/server/forwarding/rows";

export type Limits = {
  /** Calls of one request. */
  rows: number;
  /** Bytes of the calls of one request; a single call may be larger. */
  bytes: number;
};

export type Batch = {
  records: string[];
  /** Where chains stand after it, also those of which nothing had to be sent. */
  moves: Chain[];
  last: { id: string; startedAt: Date; finishedAt: Date } | null;
};

type Filling = Batch & { bytes: number; full: boolean };

/** Takes from the front of `chains`, which loses those that are read to their end. Empty moves: nothing waits. */
export async function nextBatch(
  destination: Destination,
  chains: Chain[],
  limits: Limits,
): Promise<Batch> {
  const filling: Filling = { records: [], moves: [], last: null, bytes: 0, full: false };
  let seen = 0;
  while (chains[0] && !filling.full && seen < limits.rows) {
    const chain = chains[0];
    const page = await readPage(
      destination,
      chain,
      limits.rows - seen,
      limits.bytes - filling.bytes,
    );
    const moved = fill(filling, destination, chain, page, limits);
    if (moved.after !== chain.after) filling.moves.push(moved);
    seen += page.rows.length;
    chains[0] = moved;
    if (page.isLast && !filling.full) chains.shift();
  }
  const { records, moves, last } = filling;
  return { records, moves, last };
}

type Page = { rows: CallRow[]; sides: Map<string, Sides> | null; isLast: boolean };

async function readPage(
  { projectId, outcomes, withPayloads }: Destination,
  chain: Chain,
  limit: number,
  bytes: number,
): Promise<Page> {
  const rows = await readCalls(projectId, chain, limit);
  const isLast = rows.length < limit;
  const wanted = rows.filter((row) => isWanted(row, outcomes));
  if (!withPayloads || wanted.length === 0) return { rows, sides: null, isLast };
  const count = await fittingPayloads(projectId, chain.month, wanted, Math.max(bytes, 0));
  const first = wanted.slice(0, count);
  const sides = await readSides(projectId, chain.month, first);
  if (count === wanted.length) return { rows, sides, isLast };
  // The others are read again for the next request, from where this one ends.
  const end = rows.indexOf(first.at(-1) as CallRow) + 1;
  return { rows: rows.slice(0, end), sides, isLast: false };
}

function isWanted({ outcome }: CallRow, outcomes: Destination["outcomes"]): boolean {
  return outcomes === "all" || outcome !== "ok";
}

/** Where the chain stands after what found room. */
function fill(
  filling: Filling,
  destination: Destination,
  chain: Chain,
  { rows, sides }: Page,
  limits: Limits,
): Chain {
  const moved = { month: chain.month, writer: chain.writer, after: chain.after, sent: chain.sent };
  for (const row of rows) {
    if (isWanted(row, destination.outcomes)) {
      const call = {
        row,
        month: chain.month,
        previous: moved.sent,
        sides: sides?.get(row.id) ?? null,
      };
      const record = written(destination, call);
      const size = Buffer.byteLength(record) + 1;
      filling.full = filling.records.length > 0 && filling.bytes + size > limits.bytes;
      if (filling.full) break;
      filling.records.push(record);
      filling.bytes += size;
      filling.last = { id: row.id, startedAt: row.startedAt, finishedAt: row.finishedAt };
      moved.sent = row.seq;
    }
    moved.after = row.seq;
  }
  return moved;
}

function written({ kind }: Destination, call: Outbound): string {
  return kind === "otlp" ? toLogRecord(call) : toEvent(call);
}
