import { beforeAll, expect, test } from "vitest";
import { db } from "@/server/infra/db";
import { joinProject, type TestPerson, testPerson, testProject } from "@/server/testing/portal";
import { handleTrpc } from "./handle";

const origin = "http://localhost:3000";
let ana: TestPerson;
let project: Awaited<ReturnType<typeof testProject>>;

beforeAll(async () => {
  ana = await testPerson();
  project = await testProject(ana);
});

type Extra = { headers?: Record<string, string>; as?: TestPerson | null; method?: string };

function call(path: string, input: unknown, extra: Extra = {}) {
  const person = extra.as === undefined ? ana : extra.as;
  return handleTrpc(
    new Request(`${origin}/api/trpc/${path}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        origin,
        ...(person ? { cookie: person.cookie } : {}),
        ...extra.headers,
      },
      body: JSON.stringify({ json: input }),
    }),
  );
}

function ask(path: string, input: unknown, as: TestPerson | null = ana) {
  const query = new URLSearchParams({ input: JSON.stringify({ json: input }) });
  return handleTrpc(
    new Request(`${origin}/api/trpc/${path}?${query}`, {
      headers: as ? { cookie: as.cookie } : {},
    }),
  );
}

const rename = (name: string) => ({ project: project.slug, name, defaultAccessSeconds: 3600 });
const nameNow = async () =>
  (await db().project.findUniqueOrThrow({ where: { id: project.projectId } })).name;

test("a change from our own page is made and answered with what it says", async () => {
  const response = await call("projects.update", rename("Renamed"));
  expect(response.status).toBe(200);
  expect(await nameNow()).toBe("Renamed");
});

test.each([
  ["foreign", "https://evil.example"],
  ["null", "null"],
  ["malformed", "http://["],
  ["empty", ""],
  ["same host, other port", "http://localhost:3001"],
  ["prefix", "http://localhost:3000.evil.example"],
])("a change with a %s Origin is refused and nothing changes (T30)", async (_name, from) => {
  const before = await nameNow();
  const response = await call("projects.update", rename("Stolen"), { headers: { origin: from } });
  expect(response.status).toBe(403);
  expect(await nameNow()).toBe(before);
});

test("a change without an Origin is refused and nothing changes (T30)", async () => {
  const before = await nameNow();
  const request = new Request(`${origin}/api/trpc/projects.update`, {
    method: "POST",
    headers: { "content-type": "application/json", cookie: ana.cookie },
    body: JSON.stringify({ json: rename("Stolen") }),
  });
  expect((await handleTrpc(request)).status).toBe(403);
  expect(await nameNow()).toBe(before);
});

test.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])(
  "a body of type %j is refused (T30)",
  async (type) => {
    const before = await nameNow();
    const headers = { "content-type": type };
    expect((await call("projects.update", rename("Stolen"), { headers })).status).toBe(403);
    expect(await nameNow()).toBe(before);
  },
);

test("a change cannot be made by GET, nor by naming another method (T30)", async () => {
  const before = await nameNow();
  expect((await ask("projects.update", rename("Stolen"))).status).toBe(405);
  const query = new URLSearchParams({ input: JSON.stringify({ json: rename("Stolen") }) });
  const overridden = new Request(`${origin}/api/trpc/projects.update?${query}&_method=POST`, {
    headers: { cookie: ana.cookie, "x-http-method-override": "POST" },
  });
  expect((await handleTrpc(overridden)).status).toBe(405);
  expect(await nameNow()).toBe(before);
});

test("a body beyond 1 MB and a body that is not JSON are refused without a 500", async () => {
  expect((await call("projects.update", rename("x".repeat(1 << 20)))).status).toBe(413);
  const broken = new Request(`${origin}/api/trpc/projects.update`, {
    method: "POST",
    headers: { "content-type": "application/json", origin, cookie: ana.cookie },
    body: "{",
  });
  expect((await handleTrpc(broken)).status).toBe(400);
});

test("what a form got wrong is told in its own words", async () => {
  const response = await call("projects.update", { ...rename(" "), name: " " });
  expect(response.status).toBe(400);
  const text = await response.text();
  expect(text).toContain("Give the project a name.");
  expect(text).toContain('"reason":"bad_request"');
});

test("a script that changes things without end is slowed down, with the time to wait", async () => {
  const eager = await testPerson();
  const change = () => call("account.update", { name: "E", timeZone: null }, { as: eager });
  for (let index = 0; index < 120; index++) expect((await change()).status).toBe(200);
  const refused = await change();
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
});

test("a procedure that does not exist is 404", async () => {
  expect((await ask("projects.nothing", {})).status).toBe(404);
});

test("nobody signed in gets 401, a stranger the same 404 as for what does not exist (T31)", async () => {
  const stranger = await testPerson();
  expect((await ask("projects.get", { project: project.slug }, null)).status).toBe(401);
  const theirs = await ask("projects.get", { project: project.slug }, stranger);
  const nothing = await ask("projects.get", { project: "no-such-project" }, stranger);
  expect(theirs.status).toBe(404);
  const messageOf = async (response: Response) =>
    ((await response.json()) as { error: { json: { message: string } } }).error.json.message;
  expect(await messageOf(theirs)).toBe(await messageOf(nothing));
});

test("a member without the permission gets 403 and its name, and nothing changes", async () => {
  const member = await testPerson();
  await joinProject(member, project.projectId, "member");
  const before = await nameNow();
  const response = await call("projects.update", rename("Taken"), { as: member });
  expect(response.status).toBe(403);
  expect(await response.text()).toContain("project.edit");
  expect(await nameNow()).toBe(before);
});

test("fields nobody asked for change nothing (T33)", async () => {
  const extra = { id: "x", slug: "mine", createdAt: new Date(0), projectId: "x", ownerId: "x" };
  await call("projects.update", { ...rename("Kept"), ...extra });
  const after = await db().project.findUniqueOrThrow({ where: { id: project.projectId } });
  expect(after).toMatchObject({ id: project.projectId, slug: project.slug, name: "Kept" });
  expect(after.createdAt.getTime()).toBeGreaterThan(0);
  const admin = { instanceAdminSince: new Date(), passwordHash: "x", role: "admin" };
  const profile = await call("account.update", { name: "Ana", timeZone: null, ...admin });
  expect(profile.status).toBe(400);
  const user = await db().user.findUniqueOrThrow({ where: { id: ana.userId } });
  expect(user).toMatchObject({ instanceAdminSince: null, passwordHash: null });
});

test.each(["x-middleware-subrequest", "x-nextjs-data", "rsc", "next-router-prefetch"])(
  "the header %s opens nothing to somebody not signed in (T37)",
  async (header) => {
    const request = new Request(
      `${origin}/api/trpc/projects.get?input=${encodeURIComponent(JSON.stringify({ json: { project: project.slug } }))}`,
      { headers: { [header]: "proxy:proxy:proxy:proxy:proxy" } },
    );
    expect((await handleTrpc(request)).status).toBe(401);
  },
);

test("no answer carries a hash, a sealed value or a session token (T41)", async () => {
  const admin = await testPerson({ instanceAdmin: true });
  await db().user.update({
    where: { id: admin.userId },
    data: { passwordHash: "$argon2id$secret" },
  });
  const paths = [
    ["account.get", undefined],
    ["account.sessions", undefined],
    ["installation.get", undefined],
    ["people.list", undefined],
    ["projects.list", undefined],
  ] as const;
  for (const [path, input] of paths) {
    const response = await ask(path, input, admin);
    expect(response.status, path).toBe(200);
    const text = await response.text();
    expect(text).not.toMatch(/argon2|passwordHash|tokenHash|sealed|wrapped|postgres(ql)?:\/\//);
  }
});

test("the answer to an unknown error says nothing of its cause", async () => {
  const response = await ask("projects.get", { project: "a\u0000b" });
  const text = await response.text();
  expect(text).not.toMatch(/prisma|invalid byte|stack/i);
});
