import { beforeEach, expect, test } from "vitest";
import type { Ctx } from "@/server/access/access";
import { record } from "@/server/audit/record";
import { newId } from "@/server/core/ids";
import { db, transaction } from "@/server/infra/db";
import { pool } from "@/server/infra/pg";
import { joinProject, type TestPerson, testPerson, testProject } from "@/server/testing/portal";
import { whileAuditRefuses } from "@/server/testing/refuse-audit";
import { exportAudit } from "./audit-export";
import { handleTrpc } from "./handle";

const origin = "http://localhost:3000";
let ana: TestPerson;
let ours: Ctx & { slug: string };

beforeEach(async () => {
  ana = await testPerson();
  ours = await testProject(ana);
  await rename(ours, "first", "second");
  await rename(ours, "second", "third");
});

function rename(ctx: Ctx, before: string, after: string): Promise<void> {
  return transaction((tx) =>
    record(tx, ctx, {
      action: "server.updated",
      projectId: ctx.projectId,
      subject: { type: "server", id: newId(), name: after },
      before: { name: before },
      after: { name: after },
    }),
  );
}

type Asked = { cookie?: string; project?: string | null; headers?: Record<string, string> };

function ask(query: string, asked: Asked = {}): Promise<Response> {
  const { cookie = ana.cookie, project = ours.slug, headers } = asked;
  return exportAudit(
    new Request(`${origin}/export?${query}`, { headers: { cookie, ...headers } }),
    project,
  );
}

type Line = { id: string; action: string; subject: { name: string } };

async function lines(query: string, asked: Asked = {}): Promise<Line[]> {
  const response = await ask(`format=jsonl&${query}`, asked);
  expect(response.status).toBe(200);
  const text = await response.text();
  expect(text === "" || text.endsWith("\n")).toBe(true);
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

/** What the page's own query finds, by the same filter. */
async function listed(filter: object): Promise<string[]> {
  const input = JSON.stringify({ json: { project: ours.slug, limit: 100, ...filter } });
  const url = `${origin}/api/trpc/audit.list?${new URLSearchParams({ input })}`;
  const response = await handleTrpc(new Request(url, { headers: { cookie: ana.cookie } }));
  const { result } = (await response.json()) as {
    result: { data: { json: { items: { id: string }[] } } };
  };
  return result.data.json.items.map(({ id }) => id);
}

test.each([
  {},
  { q: "second" },
  { action: "server.updated" },
  { action: "project.created" },
  { within: "24h" },
])("the export of the filter %j is what the page lists by it", async (filter) => {
  const expected = await listed(filter);
  const found = await lines(new URLSearchParams(Object.entries(filter)).toString());
  expect(found.map(({ id }) => id)).toEqual(expected);
});

test("an export of many pages has every event once, in order", async () => {
  await pool().query(
    `INSERT INTO "AuditEvent" (id, at, "projectId", "actorName", action, "subjectType")
     SELECT gen_random_uuid(), '2026-01-04T00:00:00Z'::timestamptz + (n / 3) * interval '1 second',
       $1, 'x', 'server.checked', 'server' FROM generate_series(1, 1700) n`,
    [ours.projectId],
  );
  const found = await lines("");
  expect(found).toHaveLength(1702);
  const all = await db().auditEvent.findMany({
    where: { projectId: ours.projectId, action: { not: "audit.exported" } },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    select: { id: true },
  });
  expect(found.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
});

test("who loses the permission while a long export is under way gets no more of it", async () => {
  await pool().query(
    `INSERT INTO "AuditEvent" (id, at, "projectId", "actorName", action, "subjectType")
     SELECT gen_random_uuid(), now() - n * interval '1 second', $1, 'x', 'server.checked', 'server'
     FROM generate_series(1, 3000) n`,
    [ours.projectId],
  );
  const reader = (await ask("format=jsonl")).body?.getReader();
  expect((await reader?.read())?.value?.length).toBeGreaterThan(0);
  await db().membership.deleteMany({ where: { projectId: ours.projectId, userId: ana.userId } });
  const rest = async () => {
    for (let page = 0; page < 5; page++) await reader?.read();
  };
  await expect(rest()).rejects.toMatchObject({ code: "not_found" });
});

test("the export is itself on the record, with who, what for and the filter, before its first byte", async () => {
  await ask("format=csv&q=second&within=7d");
  const event = await db().auditEvent.findFirstOrThrow({ orderBy: { at: "desc" } });
  expect(event).toMatchObject({
    ...{ action: "audit.exported", projectId: ours.projectId, actorId: ana.userId },
    ...{ subjectType: "audit", after: { format: "csv", q: "second", within: "7d" } },
  });
});

test("an export that cannot be recorded sends nothing", async () => {
  await whileAuditRefuses(async () => {
    const response = await ask("format=jsonl");
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("server.updated");
  });
});

test("T40 T93 in CSV no name is run as a formula, and every event is one line", async () => {
  await rename(ours, "third", '=HYPERLINK("http://evil.example")\r\n\u2028\u001b[2J,next');
  const response = await ask("format=csv");
  expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(response.headers.get("content-disposition")).toMatch(
    /^attachment; filename="audit-[\w-]+-\d{4}-\d\d-\d\d\.csv"$/,
  );
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await response.arrayBuffer());
  expect(text.startsWith("\ufefftime,person,")).toBe(true);
  const rows = text.split("\r\n");
  expect(rows).toHaveLength(5);
  expect(rows[1]).toContain(
    `"'=HYPERLINK(""http://evil.example"")\\u{d}\\u{a}\\u{2028}\\u{1b}[2J,next"`,
  );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is these that must not be there
  expect(text.replaceAll("\r\n", "")).not.toMatch(/[\x00-\x1f\x7f\u2028\u2029]/);
});

test("T93 in JSON Lines every event is one line with the very name", async () => {
  const name = 'a\r\n"},{"b\u2028\u001b[2J';
  await rename(ours, "third", name);
  const [newest] = await lines("");
  expect(newest?.subject.name).toBe(name);
});

test("T40 T97 another project's auditor and a stranger get the same answer as for a project that is not there", async () => {
  const eve = await testPerson();
  await testProject(eve, "auditor");
  const [theirs, nowhere] = await Promise.all([
    ask("format=csv", { cookie: eve.cookie }),
    ask("format=csv", { cookie: eve.cookie, project: "nowhere" }),
  ]);
  expect([theirs.status, nowhere.status]).toEqual([404, 404]);
  expect(await theirs.text()).toBe(await nowhere.text());
});

test("T40 a filter cannot reach another project's events", async () => {
  const other = await testProject(await testPerson());
  await rename(other, "x", "secret of others");
  for (const query of ["q=secret", `person=${other.userId}`, `projectId=${other.projectId}`]) {
    expect(JSON.stringify(await lines(query))).not.toMatch(/secret of others/);
  }
});

test("who is not signed in, holds no permission or administers nothing exports nothing", async () => {
  const member = await testPerson();
  await joinProject(member, ours.projectId, "member");
  const { cookie } = member;
  const before = await db().auditEvent.count();
  const refused = await Promise.all([
    ask("format=csv", { cookie: "" }),
    ask("format=csv", { cookie }),
    ask("format=csv", { cookie, project: null }),
    ask("format=csv", { project: null }),
  ]);
  expect(refused.map(({ status }) => status)).toEqual([401, 403, 403, 403]);
  expect(await db().auditEvent.count()).toBe(before);
});

test("an administrator of the installation exports its events, and none from inside a project", async () => {
  const admin = await testPerson({ instanceAdmin: true });
  await ask("format=csv");
  await lines("", { cookie: admin.cookie, project: null });
  const found = await lines("", { cookie: admin.cookie, project: null });
  expect(found.map(({ action }) => action)).toContain("audit.exported");
  expect(found.map(({ action }) => action)).not.toContain("server.updated");
});

test("a link on another site makes nobody export", async () => {
  const headers = { "sec-fetch-site": "cross-site" };
  expect((await ask("format=csv", { headers })).status).toBe(403);
  expect((await ask("format=csv", { headers: { "sec-fetch-site": "same-origin" } })).status).toBe(
    200,
  );
});

test.each(["", "format=xlsx", "format=csv&from=yesterday", "format=csv&person=everybody"])(
  "the export %j is refused as not understood",
  async (query) => {
    expect((await ask(query)).status).toBe(400);
  },
);

test("the thirteenth export within a minute is refused with its wait", async () => {
  for (let nth = 0; nth < 12; nth++) expect((await ask("format=csv")).status).toBe(200);
  const refused = await ask("format=csv");
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
});
