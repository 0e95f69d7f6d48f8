import type pg from "pg";
import { type CheckpointRow, recordTables } from "@/server/activity/proof/checkpoint-row";
import { type Finding, Findings } from "@/server/activity/proof/finding";
import { type ChainKey, chainKey } from "@/server/activity/proof/key";
import type { Place } from "@/server/activity/proof/link";
import { type Anchors, walkCheckpoints } from "@/server/activity/proof/verify-checkpoints";
import { verifyPayloads } from "@/server/activity/proof/verify-payloads";
import { type PlaceReport, verifyPlace } from "@/server/activity/proof/verify-place";
import { unhurried } from "@/server/infra/pg";

/** A month that retention dropped, or of which it dropped the payloads alone. */
type DroppedPlace = Place & { what: "calls" | "payloads"; reason: string };

export type Verification = {
  findings: Findings;
  places: PlaceReport[];
  dropped: DroppedPlace[];
  checkpoints: Pick<Anchors, "count" | "begunAt" | "lastAt">;
};

export type VerifyOptions = {
  /** Checkpoints that were kept outside of the database. */
  keptElsewhere: readonly CheckpointRow[];
  onProgress(rows: number): void;
};

/**
 * Walks the whole record in one snapshot, so that it may grow meanwhile: checkpoints, then each project's months. Reads
 * every row once; memory does not grow with them.
 */
export async function verifyRecord(options: VerifyOptions): Promise<Verification> {
  const key = await chainKey();
  return unhurried((client) => verifyIn(client, key, options), "REPEATABLE READ READ ONLY");
}

/** As `verifyRecord`, in the transaction that `client` is in. */
export async function verifyIn(
  client: pg.Client,
  key: ChainKey,
  { keptElsewhere, onProgress }: VerifyOptions,
): Promise<Verification> {
  // Every row is read once. Where little is known of a month yet, the planner would look up each row's counterpart in all.
  await client.query("SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '64MB'");
  const findings = new Findings();
  const anchors = await walkCheckpoints(client, keptElsewhere, key, findings);
  const places: PlaceReport[] = [];
  let rows = 0;
  for (const place of await placesOf(client, anchors)) {
    if (isDropped(anchors, "ActivityLog", place) || isDropped(anchors, "ActivityStart", place))
      continue;
    const trusted = { key, anchors };
    const report = await verifyPlace(client, place, trusted, findings, (more) => {
      rows += more;
      onProgress(rows);
    });
    if (!isDropped(anchors, "ActivityPayload", place))
      await verifyPayloads(client, place, findings);
    if (report.rows > 0 || report.chains > 0) places.push(report);
  }
  const { count, begunAt, lastAt } = anchors;
  if (begunAt === null) findings.add(nothingBegun);
  const checkpoints = { count, begunAt, lastAt };
  return { findings, places, dropped: droppedOf(anchors), checkpoints };
}

/** It is made together with the key. */
const nothingBegun: Finding = {
  ...{ kind: "removed", place: null, table: "ActivityCheckpoint", callId: null, at: null },
  detail: "the checkpoint with which proving began is missing",
};

function isDropped(anchors: Anchors, table: string, { projectId, month }: Place): boolean {
  return anchors.dropped.has(`${table}/${projectId}/${month}`);
}

function droppedOf({ dropped }: Anchors): DroppedPlace[] {
  return [...dropped].flatMap(([name, reason]) => {
    const [table, projectId = "", month = ""] = name.split("/");
    if (table === "ActivityStart") return [];
    const what = table === "ActivityLog" ? "calls" : "payloads";
    return [{ projectId, month, what, reason } as const];
  });
}

/** Every project's month that has a leaf, or that a checkpoint speaks of; the oldest first. */
async function placesOf(client: pg.Client, anchors: Anchors): Promise<Place[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_class record ON record.relnamespace = c.relnamespace
    WHERE record.oid = '"ActivityLog"'::regclass AND c.relkind = 'r' AND c.relname ~ '^(${recordTables.join("|")})_[0-9]{6}_[0-9a-f]{32}$'`,
  );
  const leaves = rows.map(({ name }) => placeOfLeaf(name));
  const named = [...anchors.heads.keys(), ...anchors.unproved.keys()].map((name) => {
    const [month = "", projectId = ""] = name.split("/").reverse();
    return { projectId, month };
  });
  const unique = new Map(
    [...leaves, ...named].map((place) => [`${place.month}/${place.projectId}`, place]),
  );
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, place]) => place);
}

function placeOfLeaf(name: string): Place {
  const [, month = "", hex = ""] = name.split("_");
  const projectId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return { projectId, month };
}
