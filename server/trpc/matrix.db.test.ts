// Who may call what: every procedure and route as everybody, against what the catalogue says.
import { beforeAll, expect, test, vi } from "vitest";
import { newId, newSlug } from "@/server/core/ids";
import { serveMcp } from "@/server/gateway/serve";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { type Actor, expectedStatus, makeActors } from "@/server/testing/actors";
import { addToken } from "@/server/testing/corridor";
import { testPerson, testProject } from "@/server/testing/portal";
import {
  callAs,
  listProcedures,
  type Procedure,
  printTable,
  sampleInput,
} from "@/server/testing/procedures";
import { exportActivity } from "@/server/trpc/activity-export";
import { exportAudit } from "@/server/trpc/audit-export";
import { serveCheckpoints } from "@/server/trpc/checkpoints-export";
import { handleTrpc } from "@/server/trpc/handle";

// Some thousand calls, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const procedures = listProcedures();
let project: { slug: string; projectId: string };
let actors: Actor[];

beforeAll(async () => {
  project = await testProject(await testPerson());
  actors = await makeActors(project);
  await bus().settled();
});

const refusals = [401, 403, 404];
const cellOf = (status: number) => (refusals.includes(status) ? String(status) : "yes");

/** Asks as everybody; tells what was not as expected. */
async function ask(
  what: string,
  policy: string,
  as: (actor: Actor) => Promise<number>,
  expected: (actor: Actor) => number | null = (actor) => expectedStatus(actor, policy),
) {
  const [row, wrong]: [string[], string[]] = [[what, policy], []];
  for (const actor of actors) {
    const [cell, due] = [cellOf(await as(actor)), cellOf(expected(actor) ?? 200)];
    row.push(cell === due ? cell : `${cell}!`);
    if (cell !== due) wrong.push(`${what} as ${actor.name}: ${cell}, expected ${due}`);
  }
  return { row, wrong };
}

async function askAll(title: string, questions: (() => ReturnType<typeof ask>)[]) {
  const answers: Awaited<ReturnType<typeof ask>>[] = [];
  for (const question of questions) answers.push(await question());
  const heads = ["", "needs", ...actors.map(({ name }) => name)];
  printTable(
    title,
    heads,
    answers.map(({ row }) => row),
  );
  return answers.flatMap(({ wrong }) => wrong);
}

/** No more than the project: whoever passes the door meets the input's own check, and nothing is changed. */
const atTheDoor =
  ({ path, type }: Procedure) =>
  async (actor: Actor) => {
    if (actor.token) return withToken(path, type, actor.token);
    return (await callAs(actor.person, path, { project: project.slug })).status;
  };

/** A program has nothing but the token of its service account to show at the portal's door. */
async function withToken(path: string, type: string, token: string): Promise<number> {
  const json = JSON.stringify({ json: { project: project.slug } });
  const query = type === "query" ? `?${new URLSearchParams({ input: json })}` : "";
  const origin = "http://localhost:3000";
  const headers = { origin, authorization: `Bearer ${token}`, "content-type": "application/json" };
  const body = type === "query" ? {} : { method: "POST", body: json };
  const request = new Request(`${origin}/api/trpc/${path}${query}`, { headers, ...body });
  return (await handleTrpc(request)).status;
}

test("every procedure lets in whom the catalogue says, and nobody else", async () => {
  const questions = procedures.map(
    (procedure) => () => ask(procedure.path, procedure.policy, atTheDoor(procedure)),
  );
  expect(await askAll("procedures", questions)).toEqual([]);
});

test("every procedure that names an endpoint obeys the conditions on its name", async () => {
  const naming = procedures.filter(({ fields }) => "endpoint" in fields);
  expect(naming.length).toBeGreaterThan(8);
  const questions = naming.flatMap(({ path, policy, fields, required }) =>
    ["engineering", "prod"].map((team) => () => {
      const outside = team === "prod";
      return ask(
        `${path} (${team}-…)`,
        policy,
        async (actor) => {
          const { name, slug } = await addEndpoint(team);
          const given = { project: project.slug, endpoint: slug };
          const person = actors.at(-1)?.person?.userId;
          const known = {
            ...("name" in fields ? { name } : {}),
            ...("person" in fields ? { person } : {}),
          };
          const input = { ...sampleInput({ fields, required }), ...known, ...given };
          const { status, message } = await callAs(actor.person, path, input);
          // Something else in the sample is not there: the endpoint was.
          return status === 404 && !/endpoint|project/.test(message) ? 400 : status;
        },
        (actor) => expectedStatus(actor, policy) ?? (actor.limited && outside ? 404 : null),
      );
    }),
  );
  expect(await askAll("procedures that name an endpoint", questions)).toEqual([]);
});

test("lists and choices hold no endpoint outside the conditions", async () => {
  const [inside, outside] = [await addEndpoint("engineering"), await addEndpoint("prod")];
  const limited = actors.find((actor) => actor.limited && actor.person)?.person ?? null;
  const lists = procedures.filter(
    ({ type, fields }) => type === "query" && Object.keys(fields).length === 0,
  );
  let seen = 0;
  for (const { path } of lists) {
    const { result } = await callAs(limited, path, { project: project.slug });
    const text = JSON.stringify(result) ?? "";
    if (text.includes(inside.name)) seen++;
    expect(`${path}: ${text.includes(outside.name)}`).toBe(`${path}: false`);
  }
  expect(seen).toBeGreaterThan(1);
});

test("every route with a project or an installation behind it does the same", async () => {
  const exporting = (answer: (request: Request) => Promise<Response>) => async (actor: Actor) => {
    const headers = { cookie: actor.person?.cookie ?? "" };
    return (await answer(new Request("http://localhost:3000/export?format=jsonl", { headers })))
      .status;
  };
  const { slug } = project;
  const calls = exporting((request) => exportActivity(request, slug));
  const events = exporting((request) => exportAudit(request, slug));
  const checkpoints = exporting(serveCheckpoints);
  const ofInstallation = exporting((request) => exportAudit(request, null));
  const questions = [
    () => ask("GET /projects/[project]/activity/export", "activity.read", calls),
    () => ask("GET /projects/[project]/audit/export", "audit.read", events),
    () => ask("GET /admin/audit/export", "installation", ofInstallation),
    () => ask("GET /admin/checkpoints", "installation", checkpoints),
  ];
  expect(await askAll("routes", questions)).toEqual([]);
});

test("the data plane opens an endpoint to whose roles connect to its name", async () => {
  const policy = "endpoint.connect";
  const questions = ["engineering", "prod"].map((team) => async () => {
    const endpoint = await addEndpoint(team);
    const connecting = async ({ person, token: own = "none" }: Actor) => {
      const token = person ? (await addToken(endpoint.id, person.userId)).token : own;
      return (await serveMcp(initialize(endpoint.slug, token), endpoint.slug)).status;
    };
    // Who was a member and is none any more has a token that still names them: it opens nothing.
    return ask(`POST /mcp/[endpoint] (${team}-…)`, policy, connecting, (actor) => {
      if (actor.person && !actor.held) return 403;
      if (actor.token) return team === "prod" ? 403 : null;
      return expectedStatus(actor, policy) ?? (actor.limited && team === "prod" ? 403 : null);
    });
  });
  expect(await askAll("the data plane", questions)).toEqual([]);
});

function initialize(slug: string, token: string): Request {
  const clientInfo = { name: "t", version: "1" };
  const params = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo };
  return new Request(`http://localhost:3000/mcp/${slug}`, {
    method: "POST",
    headers: {
      ...{ host: "localhost:3000", authorization: `Bearer ${token}` },
      ...{ "content-type": "application/json", accept: "application/json, text/event-stream" },
    },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params }),
  });
}

async function addEndpoint(team: string) {
  const row = { id: newId(), slug: newSlug(), name: `${team}-${newSlug()}` };
  await db().mcpEndpoint.create({ data: { ...row, projectId: project.projectId } });
  return row;
}
