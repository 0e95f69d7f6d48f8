// Drops what is past its period: whole months of a project, never rows. In: the time, and what has to be written
// down before. Promises that nothing leaves the record unannounced or against a hold, that whoever reads or writes goes on
// meanwhile, and that what a crash left half done is finished next time.
import type pg from "pg";
import { log } from "@/server/infra/log";
import { openMaintenance } from "@/server/infra/maintenance";
import { announceDrop, announceStop, wasAnnounced } from "@/server/retention/announce";
import { isDue } from "@/server/retention/due";
import { dropEmptyMonths } from "@/server/retention/empty-months";
import { type Leaf, listLeaves, monthTable } from "@/server/retention/leaves";
import { type PolicyRow, toPolicy } from "@/server/retention/policy";
import { checkpoints, type Proof } from "@/server/retention/proof";

export type DropReport = {
  /** `busy`: another process is at it. `not_owner`: this role may not drop tables. */
  state: "done" | "busy" | "not_owner";
  dropped: Leaf[];
  /** Months of a project that could not be dropped now. */
  failed: number;
};

/** One round. Throws when the database cannot be reached; a month that cannot be dropped now is logged and tried again. */
export async function dropExpired(now: Date, proof: Proof = checkpoints): Promise<DropReport> {
  const client = await openMaintenance();
  try {
    if (!(await mayDrop(client))) return { state: "not_owner", dropped: [], failed: 0 };
    if (!(await takeTurn(client))) return { state: "busy", dropped: [], failed: 0 };
    const report: DropReport = { state: "done", dropped: [], failed: 0 };
    // Where one of a month could not go, those that follow stay: starts without their calls would be taken for orphans.
    const stuck = new Set<string>();
    for (const leaf of await expiredLeaves(client, now)) {
      const together = `${leaf.projectId} ${leaf.month}`;
      if (stuck.has(together)) continue;
      const done = await dropLeaf({ client, now, proof }, leaf).catch((error: unknown) => {
        log().warn({ err: error, table: leaf.name }, "a month of the record could not be dropped");
        stuck.add(together);
      });
      if (done) report.dropped.push(leaf);
    }
    report.failed = stuck.size;
    await dropEmptyMonths(client, now);
    return report;
  } finally {
    await client.end();
  }
}

type Round = { client: pg.Client; now: Date; proof: Proof };

/** Whether this role may change the record's tables. */
export async function mayDrop(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ may: boolean }>(
    `SELECT pg_has_role(relowner, 'USAGE') AS may FROM pg_class WHERE oid = '"ActivityLog"'::regclass`,
  );
  return rows[0]?.may ?? false;
}

/** Held until the connection ends. */
async function takeTurn(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ mine: boolean }>(
    "SELECT pg_try_advisory_lock(hashtext('gatehouse.activity.retention')) AS mine",
  );
  return rows[0]?.mine ?? false;
}

const policies = `SELECT "projectId", "keepDays", "keepPayloadDays", "heldAt", "heldByName", "heldReason"
  FROM "ActivityPolicy"`;

type PolicyOfProject = PolicyRow & { projectId: string };

/** What is due, and what an earlier round began. What is held is looked at too: a round may have been under way. */
async function expiredLeaves(client: pg.Client, now: Date): Promise<Leaf[]> {
  const { rows } = await client.query<PolicyOfProject>(policies);
  const byProject = new Map(rows.map((row) => [row.projectId, toPolicy(row)]));
  const leaves = await listLeaves(client, [...byProject.keys()]);
  return leaves.filter((leaf) => {
    const policy = byProject.get(leaf.projectId);
    if (leaf.state !== "attached") return true;
    return policy && !policy.hold && isDue(leaf, policy, now);
  });
}

/** Whether it was dropped. */
async function dropLeaf(round: Round, leaf: Leaf): Promise<boolean> {
  const { client, now, proof } = round;
  const [name, parent] = [quoted(leaf.name), quoted(monthTable(leaf))];
  if (leaf.state === "attached") {
    const facts = await measure(client, name);
    if (!(await announceDrop(leaf, facts, now, proof))) return false;
    await client.query(`ALTER TABLE ${parent} DETACH PARTITION ${name} CONCURRENTLY`);
  } else if (!(await wasAnnounced(leaf))) {
    // Somebody else took it out, perhaps to keep it elsewhere: it is theirs.
    return false;
  } else if (leaf.state === "leaving") {
    await client.query(`ALTER TABLE ${parent} DETACH PARTITION ${name} FINALIZE`);
  }
  if (await dropDetached(round, leaf, name)) return true;
  await bringBack(round, leaf);
  return false;
}

async function measure(client: pg.Client, name: string) {
  const { rows } = await client.query<{ rows: number; bytes: number }>(
    `SELECT count(*)::float8 AS rows, pg_total_relation_size('${name}')::float8 AS bytes FROM ${name}`,
  );
  return rows[0] ?? { rows: 0, bytes: 0 };
}

/** Asks the policy once more, and keeps it as it is until the table is gone. False: it may not go any more. */
async function dropDetached({ client, now }: Round, leaf: Leaf, name: string): Promise<boolean> {
  await client.query("BEGIN");
  try {
    const { rows } = await client.query<PolicyOfProject>(
      `${policies} WHERE "projectId" = $1 FOR UPDATE`,
      [leaf.projectId],
    );
    const policy = rows[0] && toPolicy(rows[0]);
    const goes = policy !== undefined && !policy.hold && isDue(leaf, policy, now);
    if (goes) await client.query(`DROP TABLE ${name}`);
    await client.query("COMMIT");
    return goes;
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}

/** A hold came, or a longer period, while it was on its way out. */
async function bringBack({ client, now, proof }: Round, leaf: Leaf): Promise<void> {
  const { kind, month, projectId } = leaf;
  await announceStop(leaf, now, proof);
  const parent = monthTable(leaf);
  await client.query("SELECT activity_ensure_month($1, $2)", [
    parent.slice(0, -"_YYYYMM".length),
    `${month}-01`,
  ]);
  await client.query(
    `ALTER TABLE ${quoted(parent)} ATTACH PARTITION ${quoted(leaf.name)} FOR VALUES IN ('${projectId}')`,
  );
  log().info({ kind, month, projectId }, "a month of the record was kept after all");
}

/** Of names from the catalog that match a pattern without quotes in it. */
function quoted(name: string): string {
  return `"${name}"`;
}
