import { beforeEach, expect, test } from "vitest";
import type { Redaction } from "@/server/activity/schema";
import { db } from "@/server/infra/db";
import { type ExportScene, openExportScene, readerOf } from "@/server/testing/export-scene";
import { makeRole } from "@/server/testing/factories";
import { joinProject, testPerson, testProject } from "@/server/testing/portal";

let scene: ExportScene;

beforeEach(async () => {
  scene = await openExportScene();
});

const email: Redaction = { side: "request", type: "EMAIL", path: "arguments.q", count: 2 };

const hostile = '=HYPERLINK("http://evil.example")\r\n\u2028\u001b[2J,next';

test("T40 T93 in CSV no name, error or payload is run as a formula, and every call is one line", async () => {
  const bodies = { request: "+1\u001b[2J", response: "@x\r\n", redactions: [email] };
  const error = { outcome: "failed" as const, errorCode: null, errorMessage: "-1\u2028" };
  await scene.add(0.1, { clientName: hostile, toolName: "\t=1" }, error, bodies);
  const response = await scene.ask("format=csv&payloads=1&outcome=failed,timed_out");
  expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(response.headers.get("content-disposition")).toMatch(
    /^attachment; filename="activity-[\w-]+-\d{4}-\d\d-\d\d\.csv"$/,
  );
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await response.arrayBuffer());
  const [head, first, ...others] = text.split("\r\n");
  expect(head).toBe(
    "\ufeffid,time,outcome,decision,reason,endpoint,server,method,tool,person,client,duration ms,error,redactions,attempts,redacted,request,response",
  );
  expect(others).toHaveLength(2);
  expect(first).toContain(
    `"'=HYPERLINK(""http://evil.example"")\\u{d}\\u{a}\\u{2028}\\u{1b}[2J,next"`,
  );
  expect(first).toContain(",\\u{9}=1,");
  expect(first).toContain(",12,'-1\\u{2028},2,1,");
  expect(first?.endsWith(",'+1\\u{1b}[2J,'@x\\u{d}\\u{a}")).toBe(true);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is these that must not be there
  expect(text.replaceAll("\r\n", "")).not.toMatch(/[\x00-\x1f\x7f\u2028\u2029]/);
});

test("T93 in JSON Lines every call is one line with the very values", async () => {
  await scene.add(0.1, { clientName: hostile }, { errorMessage: hostile });
  const [newest] = await scene.lines("");
  expect(newest).toMatchObject({
    ...{ outcome: "ok", decision: "allowed", reason: null, endpoint: "Support", durationMs: 12 },
    ...{ client: hostile, error: { code: null, message: hostile }, redactions: null },
  });
});

test("payloads are there when asked for, with what was taken out of them, and never otherwise", async () => {
  await scene.add(
    0.1,
    {},
    {},
    { request: '{"a":"sent"}', response: "answered", redactions: [email] },
  );
  const [plain] = await scene.lines("");
  expect(plain).toMatchObject({ redactions: 2 });
  expect(JSON.stringify(plain)).not.toMatch(/sent|answered|arguments\.q/);
  const [whole] = await scene.lines("payloads=1");
  expect(whole).toEqual({
    ...plain,
    redacted: [email],
    request: { body: '{"a":"sent"}', bytes: 12, cut: false },
    response: { body: "answered", bytes: 8, cut: false },
  });
});

test("who may not read payloads exports calls without them, and finds none by what stands in them", async () => {
  const person = await testPerson();
  await joinProject(person, scene.ours.projectId, await readerOf(scene.ours.projectId));
  const { cookie } = person;
  const before = await db().auditEvent.count();
  expect((await scene.ask("format=csv&payloads=1", { cookie })).status).toBe(403);
  expect(await db().auditEvent.count()).toBe(before);
  expect(await scene.lines("", { cookie })).toHaveLength(4);
  expect(await scene.lines("q=needle", { cookie })).toEqual([]);
});

test("T97 who sees some endpoints exports the calls of no other", async () => {
  await scene.add(0.1, { endpointId: await scene.endpoint("Secret"), endpointName: "Secret" });
  const person = await testPerson();
  const named = { property: "name", operator: "equal", values: ["Support"] } as const;
  const role = await makeRole(
    scene.ours.projectId,
    { permission: "activity.read", conditions: [] },
    { permission: "endpoint.read", conditions: [named] },
  );
  await joinProject(person, scene.ours.projectId, role);
  const found = await scene.lines("", { cookie: person.cookie });
  expect(found.map(({ endpoint: name }) => name)).toEqual(Array(4).fill("Support"));
});

test("T40 T97 another project's auditor gets the same answer as for a project that is not there", async () => {
  const eve = await testPerson();
  await testProject(eve, "auditor");
  const [theirs, nowhere] = await Promise.all([
    scene.ask("format=csv", { cookie: eve.cookie }),
    scene.ask("format=csv", { cookie: eve.cookie, project: "nowhere" }),
  ]);
  expect([theirs.status, nowhere.status]).toEqual([404, 404]);
  expect(await theirs.text()).toBe(await nowhere.text());
});

test("who is not signed in, or may not read calls, exports nothing", async () => {
  const member = await testPerson();
  await joinProject(member, scene.ours.projectId, "member");
  expect((await scene.ask("format=csv", { cookie: "" })).status).toBe(401);
  expect((await scene.ask("format=csv", { cookie: member.cookie })).status).toBe(403);
  const headers = { "sec-fetch-site": "cross-site" };
  expect((await scene.ask("format=csv", { headers })).status).toBe(403);
});

test.each([
  "",
  "format=xlsx",
  "format=csv&from=yesterday",
  "format=csv&outcome=ok,fine",
  "format=csv&min=x",
])("the export %j is refused as not understood", async (query) => {
  expect((await scene.ask(query)).status).toBe(400);
});
