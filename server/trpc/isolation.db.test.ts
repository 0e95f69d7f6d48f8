// Another project's identifiers open nothing and change nothing (security: T31, T32): every identifier of every procedure.
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { pool } from "@/server/infra/pg";
import {
  type Answer,
  callAs,
  isList,
  listProcedures,
  type Procedure,
  printTable,
  sampleInput,
} from "@/server/testing/procedures";
import { type Kind, makeTenant, picture, type Tenant } from "@/server/testing/tenant";

/** What a field of this name identifies. */
const kinds: Record<string, Kind> = {
  endpoint: "endpoint",
  server: "server",
  serverId: "server",
  serverIds: "server",
  tool: "tool",
  toolIds: "tool",
  role: "role",
  roles: "role",
  person: "person",
  member: "person",
  invitation: "invitation",
  account: "serviceAccount",
  serviceToken: "serviceToken",
  destination: "destination",
  roleKeys: "role",
  subjectId: "subject",
  // The subject of a tenant is its endpoint, by id.
  endpointId: "subject",
  personId: "person",
  view: "view",
};

/** Where the field is just `id` or `slug`: by the router. */
const idOf: Record<string, Kind> = {
  account: "session",
  activity: "call",
  connections: "attempt",
  grants: "grant",
  servers: "server",
};

// Some two hundred calls, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const slugOf: Record<string, Kind> = { members: "project", servers: "serverSlug" };

let victim: Tenant;
let attacker: Tenant;

beforeAll(async () => {
  [victim, attacker] = [await makeTenant(), await makeTenant()];
  await bus().settled();
});

// One person makes all of these changes, more than the limit of a minute allows.
beforeEach(() => db().rateLimit.deleteMany());

// Administrators of the installation are over all projects: nothing is kept from them.
const procedures = listProcedures().filter(({ policy }) => policy !== "installation");

function kindOf(path: string, field: string): Kind | undefined {
  const [group = ""] = path.split(".");
  if (field === "id") return idOf[group];
  // In a filter of calls a tool goes by its name, which is no identifier.
  if (field === "tool" && group === "views") return undefined;
  return field === "slug" ? slugOf[group] : kinds[field];
}

const identifiers = procedures.flatMap((procedure) =>
  Object.keys(procedure.fields).flatMap((field) => {
    const kind = kindOf(procedure.path, field);
    return kind ? [{ procedure, field, kind }] : [];
  }),
);

test("the table knows every field that takes an identifier", () => {
  const unknown = procedures.flatMap(({ path, fields }) =>
    Object.entries(fields)
      .filter(([field, shape]) => JSON.stringify(shape).includes('"uuid"') && !kindOf(path, field))
      .map(([field]) => `${path}.${field}`),
  );
  expect(unknown).toEqual([]);
  expect(identifiers.length).toBeGreaterThan(40);
});

/** A sound input of the attacker's own, with what is the victim's in one place, or in all. */
function inputOf({ path, policy, ...shape }: Procedure, foreign: (field: string) => boolean) {
  const input = sampleInput(shape);
  if ("emails" in input) input.emails = ["somebody@example.com"];
  for (const [field, one] of Object.entries(shape.fields)) {
    const kind = kindOf(path, field);
    if (!kind) continue;
    const id = (foreign(field) ? victim : attacker).ids[kind];
    input[field] = isList(one) ? [field === "roles" ? { role: id, until: null } : id] : id;
  }
  return policy.includes(".") ? { project: attacker.ids.project, ...input } : input;
}

const attack = (procedure: Procedure, foreign: (field: string) => boolean) =>
  callAs(attacker.owner, procedure.path, inputOf(procedure, foreign));

function leaks({ result, message }: Answer): boolean {
  const text = `${JSON.stringify(result)} ${message}`;
  return text.includes(victim.mark) || text.includes(victim.owner.userName);
}

test("no procedure takes an identifier of another project", async () => {
  const before = await picture(victim);
  expect(before.length).toBeGreaterThan(10);
  const [rows, wrong]: [string[][], string[]] = [[], []];
  for (const { procedure, field, kind } of identifiers) {
    // How many changes a minute are allowed is another question.
    await db().rateLimit.deleteMany();
    const [one, all] = [
      await attack(procedure, (name) => name === field),
      await attack(procedure, () => true),
    ];
    const isSame = JSON.stringify(await picture(victim)) === JSON.stringify(before);
    const isSafe = isSame && ![one, all].some(leaks);
    // What answers without an error has found nothing and done nothing; anything but 404 says that something is there.
    const isQuiet = [one, all].every(({ status }) => status === 404 || status === 200);
    const cells = [procedure.path, field, kind, String(one.status), String(all.status)];
    rows.push([...cells, isSame ? "nothing" : "SOMETHING"]);
    if (!isSafe || !isQuiet) wrong.push([...cells, one.message, all.message].join(" "));
  }
  printTable("identifiers of another project", ["", "field", "of", "it", "all", "changed"], rows);
  expect(wrong).toEqual([]);
});

test("a procedure asked for another project does nothing, whatever else it is given", async () => {
  const before = await picture(victim);
  for (const procedure of procedures.filter(({ policy }) => policy.includes("."))) {
    const input = { ...inputOf(procedure, () => true), project: victim.ids.project };
    const { status } = await callAs(attacker.owner, procedure.path, input);
    expect(`${procedure.path}: ${status}`).toBe(`${procedure.path}: 404`);
  }
  expect(await picture(victim)).toEqual(before);
});

test("the same queries find what is one's own, so that it is the identifier that was refused", async () => {
  const missing: string[] = [];
  for (const { procedure } of identifiers.filter(({ procedure: { type } }) => type === "query")) {
    const { status } = await attack(procedure, () => false);
    if (status === 404) missing.push(procedure.path);
  }
  expect(missing).toEqual([]);
});

test("the picture shows what is changed, so that the tests above would see it", async () => {
  const before = await picture(victim);
  await pool().query(`UPDATE "McpServer" SET description = 'x' WHERE id = $1`, [victim.ids.server]);
  expect(await picture(victim)).not.toEqual(before);
});
