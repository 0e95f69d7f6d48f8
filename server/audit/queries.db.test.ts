import { beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/server/access/access";
import { newId } from "@/server/core/ids";
import { db, transaction } from "@/server/infra/db";
import { pool } from "@/server/infra/pg";
import { asOwner } from "@/server/testing/owner";
import { joinProject, testPerson, testProject } from "@/server/testing/portal";
import {
  installationChoices,
  listInstallationEvents,
  listProjectEvents,
  projectChoices,
} from "./queries";
import { type Act, record } from "./record";
import { ListEvents } from "./schema";

const at = (day: number, hour = 12) => new Date(Date.UTC(2026, 0, day, hour));
const now = at(20, 13);
let ours: Ctx & { slug: string };
let theirs: Ctx & { slug: string };
const github = newId();

function act(author: Ctx, day: number, more: Partial<Act> = {}): Promise<void> {
  const subject = { type: "server", id: github, name: "GitHub" };
  const whole: Act = { action: "server.updated", projectId: author.projectId, subject, ...more };
  return transaction((tx) => record(tx, { ...author, now: at(day) }, whole));
}

beforeAll(async () => {
  ours = await testProject(await testPerson());
  theirs = await testProject(await testPerson());
  await act(ours, 1, {
    action: "project.created",
    subject: { type: "project", id: ours.projectId, name: "Ours" },
  });
  await act(ours, 10, {
    before: { url: "https://old.example.com/mcp", name: "GitHub" },
    after: { url: "https://new.example.com/mcp", name: "GitHub" },
  });
  await act({ ...ours, ip: "203.0.113.77", userAgent: "curl/8" }, 12, {
    action: "endpoint.created",
    subject: { type: "endpoint", id: newId(), name: "100%_done" },
    after: { tools: ["a", "b"], count: 2, expiresAt: at(30) },
  });
  await act({ ...ours, userId: null, userName: "Authorization server" } as unknown as Ctx, 19, {
    action: "grant.revoked",
    subject: { type: "grant", id: newId(), name: "Claude" },
    after: { reason: "A refresh token was used twice" },
  });
  await act(theirs, 15, { subject: { type: "server", id: newId(), name: "Their secret server" } });
  await act(theirs, 16, {
    action: "session.opened",
    projectId: null,
    subject: { type: "user", id: theirs.userId, name: theirs.userName },
  });
});

async function found(filter: object, ctx: Ctx = ours) {
  const { items } = await listProjectEvents({ ...ctx, now }, ListEvents.parse(filter));
  return items.map(({ action }) => action);
}

test("an event says who, when, from where, what, to what, and what it was before and after", async () => {
  const { items } = await listProjectEvents(ours, ListEvents.parse({ action: "server.updated" }));
  expect(items).toEqual([
    {
      id: expect.any(String),
      at: at(10),
      action: "server.updated",
      sentence: "Changed a server",
      person: { id: ours.userId, name: ours.userName },
      subject: { type: "server", word: "Server", id: github, name: "GitHub" },
      ip: "192.0.2.1",
      userAgent: null,
      requestId: ours.requestId,
      changes: [
        {
          field: "url",
          label: "Address",
          before: "https://old.example.com/mcp",
          after: "https://new.example.com/mcp",
        },
      ],
      unchanged: 1,
    },
  ]);
});

test.each([
  [{}, ["grant.revoked", "endpoint.created", "server.updated", "project.created"]],
  [{ person: "nobody" }, ["grant.revoked"]],
  [{ action: "project.created" }, ["project.created"]],
  [{ subject: "endpoint" }, ["endpoint.created"]],
  [{ subject: "server", subjectId: github }, ["server.updated"]],
  [{ within: "24h" }, []],
  [{ within: "7d" }, ["grant.revoked"]],
  [{ within: "30d", subject: "project" }, ["project.created"]],
  [{ from: "2026-01-10", to: "2026-01-12" }, ["endpoint.created", "server.updated"]],
  [{ to: "2026-01-01" }, ["project.created"]],
  [{ q: "new.example" }, ["server.updated"]],
  [{ q: "GITHUB" }, ["server.updated"]],
  [{ q: "203.0.113.77" }, ["endpoint.created"]],
  [{ q: "curl" }, ["endpoint.created"]],
  [{ q: "used twice" }, ["grant.revoked"]],
  [{ q: "ended the access" }, ["grant.revoked"]],
  [{ q: "0%_d" }, ["endpoint.created"]],
  [{ q: "%" }, ["endpoint.created"]],
  [{ q: "'; DROP TABLE" }, []],
])("the filter %j finds %j", async (filter, actions) => {
  expect(await found(filter)).toEqual(actions);
});

test("a person is found by the id, whatever their name was then", async () => {
  expect(await found({ person: ours.userId })).toHaveLength(3);
  expect(await found({ person: theirs.userId })).toEqual([]);
});

test("pages by one join to the whole, without a gap, also where times are equal", async () => {
  const project = await testProject(await testPerson());
  for (let nth = 0; nth < 5; nth++) await act(project, 3, { after: { nth } });
  await pool().query(
    `INSERT INTO "AuditEvent" (id, at, "projectId", "actorName", action, "subjectType")
     SELECT gen_random_uuid(), '2026-01-04T00:00:00.000001Z'::timestamptz + n * interval '1 microsecond',
       $1, 'x', 'server.checked', 'server' FROM generate_series(1, 5) n`,
    [project.projectId],
  );
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const input = ListEvents.parse({ limit: 1, cursor });
    const page = await listProjectEvents(project, input);
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor);
  const all = await listProjectEvents(project, ListEvents.parse({}));
  expect(seen).toEqual(all.items.map(({ id }) => id));
  expect(new Set(seen).size).toBe(10);
});

test.each(["x", "WyJhIiwiYiJd", Buffer.from('["infinity","x"]').toString("base64url")])(
  "the cursor %j, which is not ours, is refused",
  async (cursor) => {
    const input = ListEvents.parse({ cursor });
    await expect(listProjectEvents(ours, input)).rejects.toMatchObject({ code: "bad_request" });
  },
);

test("T97 an auditor of one project never sees another's, by any filter", async () => {
  const auditor = await testPerson();
  await joinProject(auditor, ours.projectId, "auditor");
  const ctx = { ...auditor, projectId: ours.projectId, access: ours.access };
  for (const filter of [
    {},
    { q: "secret" },
    { person: theirs.userId },
    { subject: "server" },
    { q: theirs.projectId },
  ]) {
    const { items } = await listProjectEvents(ctx, ListEvents.parse(filter));
    expect(JSON.stringify(items)).not.toMatch(/secret server/);
    expect(JSON.stringify(items)).not.toContain(theirs.userId);
  }
  expect(JSON.stringify(await projectChoices(ctx))).not.toContain(theirs.userId);
});

test("T97 a cursor of another project's page shows nothing of it", async () => {
  await act(theirs, 17);
  const page = await listProjectEvents(theirs, ListEvents.parse({ limit: 1 }));
  expect(page.nextCursor).not.toBeNull();
  const { items } = await listProjectEvents(ours, ListEvents.parse({ cursor: page.nextCursor }));
  expect(items.map(({ person }) => person.id)).not.toContain(theirs.userId);
});

test("a member, who does not hold the permission, may not read it", async () => {
  const ctx = await testProject(await testPerson(), "member");
  await expect(async () => listProjectEvents(ctx, ListEvents.parse({}))).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(async () => projectChoices(ctx)).rejects.toMatchObject({ code: "forbidden" });
});

test("the installation's list has sign-ins and the making of projects, and nothing from inside one", async () => {
  const { items } = await listInstallationEvents({ now }, ListEvents.parse({}));
  expect(items.map(({ action }) => action)).toEqual(["session.opened", "project.created"]);
  expect((await installationChoices()).subjects.map(({ value }) => value)).toEqual([
    "user",
    "project",
  ]);
});

test("there is to choose from what there is, in words", async () => {
  const choices = await projectChoices(ours);
  expect(choices.people).toEqual([
    { value: ours.userId, label: ours.userName },
    { value: "nobody", label: "Nobody signed in" },
  ]);
  expect(choices.actions).toContainEqual({ value: "grant.revoked", label: expect.any(String) });
  expect(choices.subjects.map(({ label }) => label)).toEqual([
    "AI client",
    "Endpoint",
    "Project",
    "Server",
  ]);
});

test("T93 a name that hides, commands or breaks lines is shown spelled out", async () => {
  const project = await testProject(await testPerson());
  const name = "Git\u001b[2J\r\nHub\u2028\u202e";
  const hostile = { ...project, userName: name, userAgent: name };
  const subject = { type: "server", id: null, name };
  await act(hostile, 5, { subject, before: { name }, after: { tools: [name] } });
  const { items } = await listProjectEvents(project, ListEvents.parse({}));
  const shown = "Git\\u{1b}[2J\\u{d}\\u{a}Hub\\u{2028}\\u{202e}";
  expect(items[0]).toMatchObject({
    person: { name: shown },
    subject: { name: shown },
    userAgent: shown,
    changes: [
      { field: "name", before: shown },
      { field: "tools", after: [shown] },
    ],
  });
});

test("an event cannot be changed afterwards, by whatever code", async () => {
  const change = db().auditEvent.updateMany({ data: { actorName: "Somebody else" } });
  await expect(change).rejects.toThrow(/permission denied/);
  const asItsOwner = asOwner(`UPDATE "AuditEvent" SET "actorName" = 'Somebody else'`);
  await expect(asItsOwner).rejects.toThrow(/never changed/);
});

test("a page of a long record is read from an index, not by reading all of it", async () => {
  await pool().query(
    `INSERT INTO "AuditEvent" (id, at, "projectId", "actorName", action, "subjectType")
     SELECT gen_random_uuid(), now() - n * interval '1 second', $1, 'x', 'server.checked', 'server'
     FROM generate_series(1, 20000) n`,
    [theirs.projectId],
  );
  await pool().query(`ANALYZE "AuditEvent"`);
  for (const where of [
    `e."projectId" = '${ours.projectId}'`,
    `(e."projectId" IS NULL OR e."action" IN ('project.created', 'project.deleted'))`,
  ]) {
    const { rows } = await pool().query(
      `EXPLAIN (ANALYZE, FORMAT JSON) SELECT * FROM "AuditEvent" e WHERE ${where}
       AND (e."at", e."id") < ('infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff')
       ORDER BY e."at" DESC, e."id" DESC LIMIT 51`,
    );
    const plan = JSON.stringify(rows);
    expect(plan).toContain("Index");
    expect(plan).not.toContain("Seq Scan");
  }
});
