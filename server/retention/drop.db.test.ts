// Too much, too little, twice, against a hold, half done (security: T95): whatever a round of dropping could get wrong.
import { beforeEach, expect, test } from "vitest";
import { db } from "@/server/infra/db";
import { pool } from "@/server/infra/pg";
import { asOwner } from "@/server/testing/owner";
import {
  addCalls,
  connect,
  connectAsAdmin,
  countRows,
  projectWithCalls,
  setPeriod,
  stateOf,
} from "@/server/testing/retention-scene";
import { dropExpired } from "./drop";
import { type Kind, kinds, leafNameOf } from "./leaves";
import { checkpoints } from "./proof";

const dropAt = (moment: string) => dropExpired(new Date(moment));

// Rounds look at every project there is a policy for.
beforeEach(() => db().activityPolicy.deleteMany());

const drops = (projectId: string, action = "activity.dropped") =>
  db().auditEvent.findMany({ where: { projectId, action }, orderBy: { id: "asc" } });

test("a month goes when its end is older than the period, not a second earlier, and no other with it", async () => {
  const project = await projectWithCalls(["2026-07", "2026-08", "2026-09"]);
  await setPeriod(project, 30);
  await dropAt("2026-09-30T23:59:59.999Z");
  expect(await stateOf("calls", "2026-07", project)).toBe("gone");
  expect(await stateOf("calls", "2026-08", project)).toBe("attached");
  expect((await dropAt("2026-10-01T00:00:00Z")).dropped).toHaveLength(3);
  for (const kind of kinds) {
    expect(await stateOf(kind, "2026-08", project)).toBe("gone");
    expect(await stateOf(kind, "2026-09", project)).toBe("attached");
    expect(await countRows(project, kind)).toBe(3);
  }
});

test("the first and the last moment of a month are on the right side, also on a leap day", async () => {
  const project = await projectWithCalls([]);
  await addCalls(project, "2028-02-29T23:59:59.999Z");
  await addCalls(project, "2028-03-01T00:00:00.000Z");
  await setPeriod(project, 7);
  await dropAt("2028-03-07T23:59:59.999Z");
  expect(await countRows(project)).toBe(2);
  await dropAt("2028-03-08T00:00:00Z");
  expect(await countRows(project)).toBe(1);
  expect(await stateOf("calls", "2028-03", project)).toBe("attached");
});

test("other projects keep what they have: those without a period, and those with a longer one", async () => {
  const [short, long, none] = await Promise.all([1, 2, 3].map(() => projectWithCalls(["2026-08"])));
  await setPeriod(short ?? "", 30);
  await setPeriod(long ?? "", 90);
  await dropAt("2026-11-15T00:00:00Z");
  expect(await countRows(short ?? "")).toBe(0);
  expect(await countRows(long ?? "")).toBe(3);
  expect(await countRows(none ?? "")).toBe(3);
});

test("payloads go alone when only their time is over; the calls stay", async () => {
  const project = await projectWithCalls(["2026-08"]);
  await setPeriod(project, null, 30);
  await dropAt("2026-11-15T00:00:00Z");
  expect(await stateOf("payloads", "2026-08", project)).toBe("gone");
  expect([await countRows(project), await countRows(project, "starts")]).toEqual([3, 3]);
});

test("each table that goes is told beforehand, with what was in it, in the name of Gatehouse", async () => {
  const project = await projectWithCalls(["2026-08"], 7);
  await setPeriod(project, 30, 30);
  const asked: string[] = [];
  const now = "2026-11-15T00:00:00Z";
  await dropExpired(new Date(now), {
    ...checkpoints,
    dropping: async ({ kind, month, projectId }, reason) => {
      asked.push(`${kind}: ${reason}`);
      expect(await stateOf(kind, month, projectId)).toBe("attached");
    },
  });
  const reason = "past the 30 days it is kept";
  expect(asked).toEqual(kinds.map((kind) => `${kind}: ${reason}`));
  const told = await drops(project);
  expect(told.map(({ before }) => before)).toEqual(
    ["ActivityStart", "ActivityPayload", "ActivityLog"].map((table) => ({
      ...{ table, month: "2026-08", rows: 7, bytes: expect.any(Number) },
      ...{ keepDays: 30, keepPayloadDays: 30 },
    })),
  );
  const [first] = told;
  expect(first).toMatchObject({ actorId: null, actorName: "Gatehouse", at: new Date(now) });
});

test("what cannot be announced is not dropped, and the others are", async () => {
  const [one, two] = [await projectWithCalls(["2026-08"]), await projectWithCalls(["2026-08"])];
  for (const project of [one, two]) await setPeriod(project, 30);
  const report = await dropExpired(new Date("2026-11-15T00:00:00Z"), {
    ...checkpoints,
    dropping: async ({ projectId }) => {
      if (projectId === one) throw new Error("the checkpoint could not be written");
    },
  });
  expect(report.failed).toBe(1);
  expect([await countRows(one), await countRows(two)]).toEqual([3, 0]);
  expect(await drops(one)).toEqual([]);
});

const hold = { heldAt: new Date(), heldByName: "Ana Lima", heldReason: "a case" };

test("what is held stays, however old, and goes once it is released", async () => {
  const project = await projectWithCalls(["2020-01"]);
  await setPeriod(project, 7, 7);
  await db().activityPolicy.update({ where: { projectId: project }, data: hold });
  await dropAt("2026-11-15T00:00:00Z");
  for (const kind of kinds) expect(await countRows(project, kind)).toBe(3);
  const data = { heldAt: null };
  await db().activityPolicy.update({ where: { projectId: project }, data });
  await dropAt("2026-11-15T00:00:00Z");
  expect(await countRows(project)).toBe(0);
});

test("the policy of a deleted project goes on, and so does its hold", async () => {
  const [going, held] = [await projectWithCalls(["2026-08"]), await projectWithCalls(["2026-08"])];
  for (const project of [going, held]) await setPeriod(project, 30);
  await db().activityPolicy.update({ where: { projectId: held }, data: hold });
  await db().project.deleteMany({ where: { id: { in: [going, held] } } });
  await dropAt("2026-11-15T00:00:00Z");
  expect([await countRows(going), await countRows(held)]).toEqual([0, 3]);
  // Nobody could read it in a project that is gone: it stands with the acts on the installation.
  const event = { subjectId: leafNameOf("calls", "2026-08", going), projectId: null };
  expect(await db().auditEvent.count({ where: event })).toBe(1);
});

test("a hold that comes while a month is on its way out brings it back", async () => {
  const project = await projectWithCalls(["2026-08"]);
  await setPeriod(project, 30);
  let held: Promise<unknown> = Promise.resolve();
  const dropping = async ({ kind }: { kind: Kind }) => {
    if (kind !== "starts") return;
    // The announcement keeps the policy as it is: the hold is answered right after it.
    const data = { where: { projectId: project }, data: hold };
    held = db().$transaction((tx) => tx.activityPolicy.update(data));
    const waiting = `SELECT count(*)::int AS n FROM pg_stat_activity
      WHERE wait_event_type = 'Lock' AND datname = current_database()`;
    await expect.poll(async () => (await pool().query(waiting)).rows[0]?.n).toBe(1);
  };
  await dropExpired(new Date("2026-11-15T00:00:00Z"), { ...checkpoints, dropping });
  await held;
  for (const kind of kinds) {
    expect(await stateOf(kind, "2026-08", project)).toBe("attached");
    expect(await countRows(project, kind)).toBe(3);
  }
  expect(await drops(project, "activity.drop_stopped")).toHaveLength(1);
});

test("a crash between taking out and dropping is finished, and told once", async () => {
  const project = await projectWithCalls(["2026-08"]);
  await setPeriod(project, 30);
  const now = "2026-11-15T00:00:00Z";
  await breakOffAt("DROP TABLE", () => dropAt(now));
  expect(await stateOf("starts", "2026-08", project)).toBe("out");
  const again = await dropAt(now);
  expect(again.dropped.map(({ kind }) => kind)).toEqual(["starts", "payloads", "calls"]);
  expect(await stateOf("starts", "2026-08", project)).toBe("gone");
  expect(await drops(project)).toHaveLength(3);
});

test("a crash in the middle of taking out is finished", async () => {
  const project = await projectWithCalls(["2026-08"]);
  await setPeriod(project, 30);
  const reader = await connect();
  // Somebody still reads the month: taking out waits for them, and is broken off there.
  await reader.query("BEGIN");
  await reader.query(`SELECT 1 FROM "ActivityStart" WHERE "projectId" = $1`, [project]);
  const now = "2026-11-15T00:00:00Z";
  const ended = dropAt(now).catch((error: unknown) => error);
  await expect.poll(() => stateOf("starts", "2026-08", project)).toBe("leaving");
  await asOwner(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE application_name = 'gatehouse-maintenance' AND datname = current_database()`);
  expect(await ended).toBeInstanceOf(Error);
  expect(await stateOf("starts", "2026-08", project)).toBe("leaving");
  await reader.query("COMMIT");
  await reader.end();
  await dropAt(now);
  for (const kind of kinds) expect(await stateOf(kind, "2026-08", project)).toBe("gone");
  expect(await drops(project)).toHaveLength(3);
});

test("a hold that comes after a crash brings back what was taken out", async () => {
  const project = await projectWithCalls(["2026-08"]);
  await setPeriod(project, 30);
  const now = "2026-11-15T00:00:00Z";
  await breakOffAt("DROP TABLE", () => dropAt(now));
  expect(await countRows(project, "starts")).toBe(0);
  await db().activityPolicy.update({ where: { projectId: project }, data: hold });
  await dropAt(now);
  expect(await stateOf("starts", "2026-08", project)).toBe("attached");
  expect(await countRows(project, "starts")).toBe(3);
  expect(await drops(project, "activity.drop_stopped")).toHaveLength(1);
  // Released, it goes as any other, and that is told anew.
  await db().activityPolicy.update({ where: { projectId: project }, data: { heldAt: null } });
  await dropAt(now);
  expect(await countRows(project, "starts")).toBe(0);
  expect(await drops(project)).toHaveLength(4);
});

test("a table that somebody else took out is left to them", async () => {
  const project = await projectWithCalls(["2026-08"]);
  await setPeriod(project, 30);
  const leaf = leafNameOf("calls", "2026-08", project);
  await asOwner(`ALTER TABLE "ActivityLog_202608" DETACH PARTITION "${leaf}"`);
  await dropAt("2026-11-15T00:00:00Z");
  expect(await stateOf("calls", "2026-08", project)).toBe("out");
  expect(await stateOf("starts", "2026-08", project)).toBe("gone");
});

test("of two replicas at once one does it, and everything is told once", async () => {
  const project = await projectWithCalls(["2026-06", "2026-07", "2026-08"]);
  await setPeriod(project, 30);
  const rounds = await Promise.all([1, 2].map(() => dropAt("2026-11-15T00:00:00Z")));
  const dropped = rounds.flatMap((round) => round.dropped);
  expect(dropped).toHaveLength(9);
  expect(await drops(project)).toHaveLength(9);
  expect(rounds.map(({ failed }) => failed)).toEqual([0, 0]);
});

/** Runs a round on a database that refuses a statement of this kind, as if the process had died before it. */
async function breakOffAt(tag: string, round: () => Promise<unknown>): Promise<void> {
  const admin = await connectAsAdmin();
  try {
    await admin.query(`CREATE FUNCTION break_off() RETURNS event_trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'broken off'; END $$`);
    await admin.query(
      `CREATE EVENT TRIGGER breaking ON ddl_command_start WHEN TAG IN ('${tag}') EXECUTE FUNCTION break_off()`,
    );
    await round();
  } finally {
    await admin.query("DROP EVENT TRIGGER breaking");
    await admin.query("DROP FUNCTION break_off()");
    await admin.end();
  }
}
