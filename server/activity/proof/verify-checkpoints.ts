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
  /** How many checkpoints there are, and the time of the first and the last. */
  count: number;
  begunAt: string | null;
  lastAt: string | null;
};

type Client = Pick<pg.ClientBase, "query">;

const pageSize = 5_000;

/** In their order, those after a number, `limit` at most. */
export async function readCheckpoints(
  client: Client,
  after = 0,
  limit = pageSize,
): Promise<CheckpointRow[]> {
  const { rows } = await client.query<CheckpointRow>(
    `SELECT number::float8 AS number, body, encode(mac, 'hex') AS mac FROM "ActivityCheckpoint"
     WHERE number > $1 ORDER BY number LIMIT $2`,
    [after, limit],
  );
  return rows;
}

/** All of them, page by page: a process makes half a million in a year. */
export async function* pagesOfCheckpoints(
  client: Client,
  size = pageSize,
): AsyncGenerator<readonly CheckpointRow[], void> {
  for (let after = 0; ; ) {
    const page = await readCheckpoints(client, after, size);
    yield page;
    const last = page.at(-1);
    if (!last || page.length < size) return;
    after = last.number;
  }
}

/**
 * Walks the checkpoints of the database, and those that were kept elsewhere where there are any: what stood in either
 * counts, if its mac is ours. Memory holds those from elsewhere, and a page of the others.
 */
export async function walkCheckpoints(
  client: Client,
  keptElsewhere: readonly CheckpointRow[],
  key: ChainKey,
  findings: Findings,
): Promise<Anchors> {
  const anchors = noAnchors();
  const named = new Set(keptElsewhere.flatMap(({ number }) => [number - 1, number]));
  const stored = new Map<number, CheckpointRow>();
  let before: CheckpointRow | null = null;
  for await (const page of pagesOfCheckpoints(client))
    for (const row of page) {
      walk(row, before, key, findings, anchors);
      if (named.has(row.number)) stored.set(row.number, row);
      before = row;
    }
  compare(stored, keptElsewhere, key, findings, anchors);
  return anchors;
}

function noAnchors(): Anchors {
  const maps = { heads: new Map(), unproved: new Map(), dropped: new Map() };
  return { ...maps, count: 0, begunAt: null, lastAt: null };
}

function walk(
  row: CheckpointRow,
  before: CheckpointRow | null,
  key: ChainKey,
  findings: Findings,
  anchors: Anchors,
): void {
  const expected = (before?.number ?? 0) + 1;
  // After a gap nobody knows what this one hung on; its words count as little as those of a forged one.
  if (row.number === expected) judge(row, before, key, findings, anchors);
  else
    findings.add(
      fault("removed", `${spanOf(expected, row.number - 1)} missing from the checkpoints`),
    );
}

function judge(
  row: CheckpointRow,
  before: CheckpointRow | null,
  key: ChainKey,
  findings: Findings,
  anchors: Anchors,
): void {
  const isFirst = anchors.begunAt === null;
  if (checkpointMac(key.key, before?.mac ?? null, row.body) === row.mac) {
    if (isFirst && bodyOf(row).kind !== "begun")
      findings.add(fault("removed", "the checkpoint with which proving began is missing"));
    take(anchors, row);
  }
  // What stands before is of a key that was given up as lost, and proves nothing.
  else if (!isFirst)
    findings.add(fault("modified", `checkpoint ${row.number} is not as it was written`));
}

/** A checkpoint from elsewhere must stand in the database to the letter. Its own mac is checked where its forerunner is known. */
function compare(
  stored: ReadonlyMap<number, CheckpointRow>,
  keptElsewhere: readonly CheckpointRow[],
  key: ChainKey,
  findings: Findings,
  anchors: Anchors,
): void {
  const macs = new Map(keptElsewhere.map(({ number, mac }) => [number, mac]));
  for (const row of keptElsewhere) {
    const here = stored.get(row.number);
    if (here?.body === row.body && here.mac === row.mac) continue;
    const previous = macs.get(row.number - 1) ?? stored.get(row.number - 1)?.mac ?? null;
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

// Its mac has been checked, so it is what insertCheckpoint wrote.
function bodyOf({ body }: CheckpointRow): CheckpointBody {
  return JSON.parse(body);
}

function take(anchors: Anchors, row: CheckpointRow): void {
  const body = bodyOf(row);
  anchors.count++;
  anchors.begunAt ??= body.at;
  anchors.lastAt = body.at;
  if (body.kind === "dropped")
    anchors.dropped.set(`${body.table}/${body.projectId}/${body.month}`, body.reason);
  else if (body.kind === "kept")
    anchors.dropped.delete(`${body.table}/${body.projectId}/${body.month}`);
  else if (body.kind === "begun")
    for (const { table, writer, projectId, month, rows } of body.unproved)
      anchors.unproved.set(`${table}/${writer}/${projectId}/${month}`, rows);
  else
    for (const { writer, projectId, month, seq, mac } of body.heads) {
      const name = `${writer}/${projectId}/${month}`;
      if ((anchors.heads.get(name)?.seq ?? 0) < seq) anchors.heads.set(name, { seq, mac });
    }
}
