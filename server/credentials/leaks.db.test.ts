import pino from "pino";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { forget, shared } from "@/server/core/shared";
import { credentialBinding } from "@/server/credentials/binding";
import { readPair } from "@/server/credentials/pair";
import { findClient } from "@/server/credentials/registrations";
import { db } from "@/server/infra/db";
import { log } from "@/server/infra/log";
import { pool } from "@/server/infra/pg";
import { unseal } from "@/server/infra/seal";
import {
  arrive,
  begin,
  credentialsOf,
  openScene,
  type Scene,
  signedIn,
} from "@/server/testing/connect-scene";
import { closeServers } from "@/server/testing/upstream-sign-in";
import { handleTrpc } from "@/server/trpc/handle";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
closeServers();

const logged: string[] = [];
beforeAll(() => {
  forget("log");
  shared("log", () => pino({ level: "trace", base: null }, { write: (line) => logged.push(line) }));
});
afterAll(() => forget("log"));

/** Everything that has to stay between us and the services, by what it is. */
type Planted = Map<string, string>;

test.each(["github", "notion"] as const)(
  "of sign-ins at a service like %s no code, verifier, token or secret is anywhere to be read (T79, T83)",
  async (style) => {
    const scene = await openScene({ style });
    const planted: Planted = new Map();
    const told: string[] = [];
    plant(planted, "state under way", stateOf((await begin(scene)).url));
    for (const decision of ["allow", "deny"] as const) {
      const back = await signedIn(scene, { decision });
      plant(planted, `code ${decision}`, back.searchParams.get("code"));
      plant(planted, `state ${decision}`, stateOf(back));
      const response = await arrive(back, scene.admin);
      told.push(JSON.stringify([...response.headers]), await response.text());
      const again = await arrive(back, scene.admin);
      told.push(await again.text());
    }
    await plantStored(scene, planted);
    plantVerifiers(scene, planted);
    expect(planted.size).toBeGreaterThan(style === "github" ? 6 : 7);
    told.push(...(await answersOf(scene)));
    expectClean(planted, told.join("\n"), "what the portal says");
    log().error("the log is heard");
    expect(logged.join("")).toContain("the log is heard");
    expectClean(planted, logged.join(""), "the log");
    await expectCleanDatabase(planted);
  },
);

function plant(planted: Planted, what: string, secret: string | null | undefined): void {
  if (secret) planted.set(what, secret);
}

function stateOf(url: string | URL): string | null {
  return new URL(url).searchParams.get("state");
}

async function plantStored(scene: Scene, planted: Planted): Promise<void> {
  const server = { id: scene.server.id, projectId: scene.project.projectId, name: "Guarded" };
  const [row] = await credentialsOf(scene);
  if (!row) throw new Error("nothing is connected");
  const pair = readPair(await unseal(row.sealed, credentialBinding(server, row)));
  plant(planted, "access token", pair.accessToken);
  plant(planted, "refresh token", pair.refreshToken);
  const client = await findClient(server, row.issuer ?? "", row.clientId ?? "");
  plant(planted, "client secret", client?.clientSecret);
}

function plantVerifiers({ pair }: Scene, planted: Planted): void {
  for (const { body } of pair.authority.requests)
    plant(planted, "verifier", new URLSearchParams(body).get("code_verifier"));
}

/** What the portal's pages ask about a server and its accounts. */
async function answersOf({ admin, project, server }: Scene): Promise<string[]> {
  const attempts = await db().connectionAttempt.findMany({ where: { serverId: server.id } });
  const asked: [string, Record<string, unknown>][] = [
    ["servers.get", { slug: server.slug }],
    ["servers.list", {}],
    ["credentials.impact", { server: server.id }],
    ["connections.people", { server: server.id }],
    ["connections.list", {}],
    ["audit.list", {}],
    ...attempts.map(({ id }) => ["connections.attempt", { id }] as [string, { id: string }]),
  ];
  const answers: string[] = [];
  for (const [path, input] of asked) {
    const json = path === "connections.list" ? undefined : { project: project.slug, ...input };
    const query = json ? `?${new URLSearchParams({ input: JSON.stringify({ json }) })}` : "";
    const url = `http://localhost:3000/api/trpc/${path}${query}`;
    const response = await handleTrpc(new Request(url, { headers: { cookie: admin.cookie } }));
    expect(response.status, path).toBe(200);
    answers.push(await response.text());
  }
  return answers;
}

async function expectCleanDatabase(planted: Planted): Promise<void> {
  const { rows } = await pool().query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
  );
  const dump: string[] = [];
  for (const { name } of rows) {
    const all = await pool().query<{ row: string }>(
      `SELECT to_json(t)::text AS row FROM "${name}" t`,
    );
    dump.push(...all.rows.map(({ row }) => row));
  }
  expect(dump.join("\n")).toContain("v1.p.");
  expectClean(planted, dump.join("\n"), "the database");
}

function expectClean(planted: Planted, text: string, where: string): void {
  for (const [what, secret] of planted)
    for (const form of formsOf(secret))
      expect(text.includes(form), `${what} in ${where}`).toBe(false);
}

/** In clear, base64 at each of the three offsets, hex and URL-encoded. */
function formsOf(secret: string): string[] {
  const inner = ["", "a", "ab"].flatMap((before) =>
    (["base64", "base64url"] as const).map((encoding) =>
      Buffer.from(before + secret)
        .toString(encoding)
        .slice(4, -4),
    ),
  );
  return [secret, ...inner, Buffer.from(secret).toString("hex"), encodeURIComponent(secret)];
}
