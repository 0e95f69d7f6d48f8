import type pg from "pg";
import {
  type CheckpointBody,
  type CheckpointRow,
  checkpointMac,
} from "@/server/activity/proof/checkpoint-row";
import type { Findings } from "@/server/activity/proof/finding";
import type { ChainKey } from "@/server/activity/proof/key";
import type { Head } from "@/server/activity/proof/link";

/** What the checkpoints say of the chains, by `writer/project/month` and, for what was dropped, `table/project/month`. */
export type Anchors = {
  heads: Map<string, Head>;
  /** Rows of these writers are not proved; how many there must be, by `table/writer/project/month`. */
  unproved: Map<string, number>;
  dropped: Map<string, string>;
  /** How many checkpoints there are, and the time of the last. */
  count: number;
  lastAt: string | null;
};

export async function readCheckpoints(
  client: Pick<pg.ClientBase, "query">,
): Promise<CheckpointRow[]> {
  const { rows } = await client.query<CheckpointRow>(
    `SELECT number::float8 AS number, body, encode(mac, 'hex') AS mac FROM "ActivityCheckpoint" ORDER BY number`,
  );
  return rows;
}

/**
 * Walks the checkpoints of the database, and those that were kept elsewhere where there are any: what stood in either
 * counts, if its mac is ours.
 */
export function walkCheckpoints(
  stored: readonly CheckpointRow[],
  keptElsewhere: readonly CheckpointRow[],
  key: ChainKey,
  findings: Findings,
): Anchors {
  const anchors = noAnchors();
  walk(stored, key, findings, anchors);
  compare(stored, keptElsewhere, key, findings, anchors);
  return anchors;
}

function noAnchors(): Anchors {
  const maps = { heads: new Map(), unproved: new Map(), dropped: new Map() };
  return { ...maps, count: 0, lastAt: null };
}

function walk(
  stored: readonly CheckpointRow[],
  key: ChainKey,
  findings: Findings,
  anchors: Anchors,
): void {
  let before: CheckpointRow | null = null;
  for (const row of stored) {
    const expected = (before?.number ?? 0) + 1;
    if (row.number !== expected) {
      findings.add(
        fault("removed", `${spanOf(expected, row.number - 1)} missing from the checkpoints`),
      );
    }
    const isNext: boolean = row.number === expected;
    const isOurs = checkpointMac(key.key, before?.mac ?? null, row.body) === row.mac;
    // After a gap nobody knows what this one hung on; its words count as little as those of a forged one.
    if (isNext && !isOurs && keyOf(row) === key.id)
      findings.add(fault("modified", `checkpoint ${row.number} is not as it was written`));
    else if (isNext && isOurs) take(anchors, row);
    before = row;
  }
}

/** A checkpoint from elsewhere must stand in the database to the letter. Its own mac is checked where its forerunner is known. */
function compare(
  stored: readonly CheckpointRow[],
  keptElsewhere: readonly CheckpointRow[],
  key: ChainKey,
  findings: Findings,
  anchors: Anchors,
): void {
  const byNumber = new Map(stored.map((row) => [row.number, row]));
  const macs = new Map(keptElsewhere.map(({ number, mac }) => [number, mac]));
  for (const row of keptElsewhere) {
    const here = byNumber.get(row.number);
    if (here?.body === row.body && here.mac === row.mac) continue;
    const previous = macs.get(row.number - 1) ?? byNumber.get(row.number - 1)?.mac ?? null;
    if (checkpointMac(key.key, previous, row.body) !== row.mac) {
      findings.add(fault("altered", `checkpoint ${row.number} of the file is not ours`));
      continue;
    }
    const what = here ? "is another one in the database" : "is missing from the database";
    findings.add(fault(here ? "modified" : "removed", `checkpoint ${row.number} ${what}`));
    take(anchors, row);
  }
}

function spanOf(first: number, last: number): string {
  return first === last ? `number ${first} is` : `numbers ${first} to ${last} are`;
}

function fault(kind: "modified" | "removed" | "altered", detail: string) {
  return {
    kind,
    place: null,
    table: "ActivityCheckpoint",
    callId: null,
    at: null,
    detail,
  } as const;
}

function keyOf(row: CheckpointRow): string | null {
  try {
    return bodyOf(row).key;
  } catch {
    return null;
  }
}

// Its mac has been checked, so it is what insertCheckpoint wrote.
function bodyOf({ body }: CheckpointRow): CheckpointBody {
  return JSON.parse(body);
}

function take(anchors: Anchors, row: CheckpointRow): void {
  const body = bodyOf(row);
  anchors.count++;
  anchors.lastAt = body.at;
  if (body.kind === "dropped")
    anchors.dropped.set(`${body.table}/${body.projectId}/${body.month}`, body.reason);
  else if (body.kind === "begun")
    for (const { table, writer, projectId, month, rows } of body.unproved)
      anchors.unproved.set(`${table}/${writer}/${projectId}/${month}`, rows);
  else
    for (const { writer, projectId, month, seq, mac } of body.heads) {
      const name = `${writer}/${projectId}/${month}`;
      if ((anchors.heads.get(name)?.seq ?? 0) < seq) anchors.heads.set(name, { seq, mac });
    }
}
