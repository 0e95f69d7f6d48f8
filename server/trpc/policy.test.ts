import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { permissions } from "@/server/access/actions";
import { appRouter } from "./router";

type Definition = {
  type: "query" | "mutation" | "subscription";
  meta?: { policy?: string };
  inputs: unknown[];
};

/** Every procedure, with what it declares. */
function procedures(): [string, Definition][] {
  // tRPC keeps them flat by path and types them nested.
  const all = appRouter._def.procedures as unknown as Record<string, { _def: Definition }>;
  return Object.entries(all).map(([path, procedure]) => [path, procedure._def]);
}

const general = ["public", "person", "installation"];

// What anyone may call is written here, so that adding to it is a decision somebody reads.
const forAnyone = [
  // By the token of an invitation, which is all that its holder has.
  "invitations.join",
  "invitations.open",
  // By the token of a link to set a password with.
  "people.openReset",
  "people.resetPassword",
  "setup.complete",
  "setup.signInMethods",
  "setup.state",
];

test("there are procedures to look at", () => {
  expect(procedures().length).toBeGreaterThan(15);
});

test.each(procedures())("%s declares who may call it", (_path, { meta }) => {
  expect([...general, ...permissions]).toContain(meta?.policy);
});

test("only set-up and links are open to people who are not signed in", () => {
  const open = procedures().filter(([, { meta }]) => meta?.policy === "public");
  expect(open.map(([path]) => path).sort()).toEqual(forAnyone);
});

// What changes nothing that anybody else sees: one's own list. For what is shared, the domain asks for project.edit.
const ownAffairs = ["views.create", "views.delete", "views.setFilter", "views.update"];

test("the exceptions are mutations that there are", () => {
  const mutations = procedures().filter(([, { type }]) => type === "mutation");
  expect(mutations.map(([path]) => path)).toEqual(expect.arrayContaining(ownAffairs));
});

test.each(
  procedures().filter(([path, { type }]) => type === "mutation" && !ownAffairs.includes(path)),
)("%s, which changes something, needs more than the permission to read", (_path, { meta }) => {
  expect(meta?.policy).not.toMatch(/\.(read|readPayload)$/);
});

test.each(procedures().filter(([, { meta }]) => !general.includes(meta?.policy ?? "")))(
  "%s, which belongs to a project, is told which one",
  (_path, { inputs }) => {
    const [first] = inputs;
    expect(first).toHaveProperty("shape.project");
  },
);

type Route = { who: string; decides: string };

// Every route handler: whom it answers, and the module that decides it. One that is new is refused until it stands here.
const routes: Record<string, Route> = {
  "app/(auth)/consent/[uid]/decide/route.ts": {
    who: "the person who was shown the consent page, once",
    decides: "oauth/serve-decision",
  },
  "app/(portal)/admin/audit/export/route.ts": {
    who: "administrators of the installation",
    decides: "trpc/audit-export",
  },
  "app/(portal)/admin/checkpoints/route.ts": {
    who: "administrators of the installation",
    decides: "trpc/checkpoints-export",
  },
  "app/(portal)/projects/[project]/activity/export/route.ts": {
    who: "holders of activity.read",
    decides: "trpc/activity-export",
  },
  "app/(portal)/projects/[project]/audit/export/route.ts": {
    who: "holders of audit.read",
    decides: "trpc/audit-export",
  },
  "app/.well-known/[...path]/route.ts": { who: "anyone", decides: "oauth/well-known" },
  "app/api/auth/[...nextauth]/route.ts": { who: "anyone, to sign in", decides: "auth/handle" },
  "app/api/trpc/[trpc]/route.ts": { who: "as each procedure declares", decides: "trpc/handle" },
  "app/connect/callback/route.ts": {
    who: "the browser session that began to connect",
    decides: "credentials/callback",
  },
  "app/connect/client.json/route.ts": {
    who: "anyone",
    decides: "credentials/client-document",
  },
  "app/healthz/route.ts": { who: "anyone", decides: "gateway/health" },
  "app/mcp/[endpoint]/route.ts": { who: "holders of endpoint.connect", decides: "gateway/serve" },
  "app/oauth/[...path]/route.ts": { who: "AI clients, by protocol", decides: "oauth/serve" },
  "app/readyz/route.ts": { who: "anyone", decides: "gateway/health" },
};

const filesOf = (folder: string, end: RegExp) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`)
    .filter((path) => end.test(path));
const importsOf = (path: string) =>
  [...readFileSync(path, "utf8").matchAll(/from "@\/server\/([^"]+)"/g)].map(([, name]) => name);

test("every route handler stands in the table, and only what exists does", () => {
  expect(filesOf("app", /\/route\.tsx?$/).sort()).toEqual(Object.keys(routes).sort());
});

test.each(Object.entries(routes))("%s leaves the decision to its module", (path, { decides }) => {
  // Who asks is all that a route may find out by itself.
  const neutral = ["auth/session", "trpc/context"];
  expect(importsOf(path).filter((name) => !neutral.includes(name ?? ""))).toEqual([decides]);
});

// A page gets its data from procedures, which decide; these few have a door of their own.
const pageDoors: Record<string, readonly string[]> = {
  "app/(auth)/consent/[uid]/page.tsx": ["oauth/consent", "credentials/attempts"],
};

test.each(filesOf("app", /\.tsx$/))("%s reads nothing past the procedures", (path) => {
  const allowed = [
    ...["trpc/server", "auth/session", "auth/return-path"],
    ...(pageDoors[path] ?? []),
  ];
  const others = importsOf(path).filter(
    (name) => !allowed.includes(name ?? "") && !name?.endsWith("/schema"),
  );
  expect(others).toEqual([]);
});

test("there are no server actions, which would be doors without a name", () => {
  const sources = ["app", "components"].flatMap((folder) => filesOf(folder, /\.tsx?$/));
  expect(sources.length).toBeGreaterThan(50);
  const actions = sources.filter((path) =>
    /^\s*["']use server["']/m.test(readFileSync(path, "utf8")),
  );
  expect(actions).toEqual([]);
});
