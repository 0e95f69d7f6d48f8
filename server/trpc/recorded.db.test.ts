// Whatever the portal can change leaves an audit event (security: T96): every mutation is done once. One that is new
// here either gets an act in testing/acts.ts or, when it changes nothing, a reason there.

import { afterAll, beforeAll, expect, test } from "vitest";
import { actions } from "@/server/audit/actions";
import { newId } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import { pool } from "@/server/infra/pg";
import { acts, type Stage, setStage, startShared, unrecorded } from "@/server/testing/acts";
import type { TestPerson } from "@/server/testing/portal";
import { whileAuditRefuses } from "@/server/testing/refuse-audit";
import { closeAllSessions } from "@/server/upstream/sessions";
import { createCallerFactory } from "./init";
import { appRouter } from "./router";

type Procedure = (input: unknown) => Promise<unknown>;

// tRPC keeps them flat by path and types them nested.
type Definition = { type: string; meta?: { policy?: string } };
const all = appRouter._def.procedures as unknown as Record<string, { _def: Definition }>;
const mutations = Object.keys(all).filter((path) => all[path]?._def.type === "mutation");
const callers = createCallerFactory(appRouter);
let shared: Awaited<ReturnType<typeof startShared>>;

beforeAll(async () => {
  shared = await startShared();
});
afterAll(async () => {
  await closeAllSessions();
  await shared.close();
});

/** Calls a procedure as this person, by its path. */
function callAs(person: TestPerson, path: string, input: unknown, requestId = newId()) {
  const { person: session, ip, now } = person;
  const caller = callers({ person: session, requestId, ip, userAgent: "Browser", now });
  const [group = "", verb = ""] = path.split(".");
  const found = (caller as unknown as Record<string, Record<string, Procedure>>)[group]?.[verb];
  if (!found) throw new Error(`there is no ${path}`);
  return found(input);
}

/** What the act gives, and the project where the procedure belongs to one. */
async function inputOf(stage: Stage, path: string): Promise<object | undefined> {
  const given = await acts[path]?.(stage);
  const ofProject = all[path]?._def.meta?.policy?.includes(".");
  return ofProject ? { project: stage.project, ...given } : given;
}

test("there is an act or a reason for every mutation, and none for what is not there", () => {
  const known = [...Object.keys(acts), ...Object.keys(unrecorded)];
  expect(known.sort()).toEqual([...mutations].sort());
});

test.each(mutations.filter((path) => acts[path]))(
  "%s leaves an event with its author and place, and no secret",
  async (path) => {
    const stage = await setStage(shared, callAs);
    const requestId = newId();
    await callAs(stage.person, path, await inputOf(stage, path), requestId);
    const events = await db().auditEvent.findMany({ where: { requestId } });
    expect(events.length).toBeGreaterThan(0);
    for (const event of events) {
      expect(event).toMatchObject({ ip: stage.person.ip, userAgent: "Browser" });
      expect(event.actorId).toEqual(expect.any(String));
      expect(Object.keys(actions)).toContain(event.action);
    }
    const written = JSON.stringify(events);
    for (const secret of stage.secrets) expect(written).not.toContain(secret);
    expect(written).not.toMatch(/\$argon2|v1\.p\./);
  },
);

test.each(mutations.filter((path) => acts[path]))(
  "%s does not happen when its event cannot be written",
  async (path) => {
    const stage = await setStage(shared, callAs);
    const input = await inputOf(stage, path);
    await whileAuditRefuses(async () => {
      const before = await fingerprint();
      const done = callAs(stage.person, path, input);
      await expect(done).rejects.toMatchObject({ code: "INTERNAL_SERVER_ERROR" });
      expect(await fingerprint()).toEqual(before);
    });
  },
);

/** What the portal's tables hold; counts of limits, data keys, and what a server said about its sign-in, are no act. */
async function fingerprint(): Promise<Record<string, unknown>> {
  const { rows } = await pool().query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`,
  );
  const told: Record<string, unknown> = {};
  for (const { name } of rows.filter((row) => !["RateLimit", "DataKey"].includes(row.name))) {
    const { rows: found } = await pool().query(
      `SELECT count(*), md5(coalesce(string_agg(row, '|' ORDER BY row), '')) FROM
         (SELECT (to_jsonb(t) - '{discovery,discoveredAt,updatedAt}'::text[])::text AS row FROM "${name}" t) r`,
    );
    told[name] = found[0];
  }
  return told;
}
