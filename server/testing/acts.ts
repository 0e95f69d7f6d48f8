// Every mutation of the portal, done once: what it is given, after whatever it needs is there.
import { prepareFirstRun } from "@/server/auth/bootstrap";
import { hashPassword } from "@/server/auth/password";
import { createSession } from "@/server/auth/session-store";
import { newId, newSlug, randomToken } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import { allowEgress } from "./corridor";
import { makeGrant } from "./factories";
import { type FakeUpstream, startFakeUpstream } from "./fake-upstream";
import { forwardingActs } from "./forwarding-acts";
import { startGuardedUpstream } from "./guarded-upstream";
import { memberActs } from "./member-acts";
import { type TestPerson, testPerson, testProject } from "./portal";
import { retentionActs } from "./retention-acts";
import { serviceAccountActs } from "./service-account-acts";
import { startUpstreamAuthorizationServer } from "./upstream-authorization-server";
import { viewActs } from "./view-acts";

/** Somebody who may do everything, in a project of their own, and what they call a mutation by. */
export type Stage = {
  person: TestPerson;
  project: string;
  projectId: string;
  upstream: FakeUpstream;
  guarded: { url: string };
  /** Every secret that an act was given; none may stand in the record. */
  secrets: string[];
  call: (path: string, input: unknown) => Promise<unknown>;
};

export type ActOn = (stage: Stage) => Promise<object>;

type Shared = {
  /** Asks for the token `bearer`. */
  upstream: FakeUpstream;
  bearer: string;
  /** Where one signs in at a service. */
  guarded: { url: string };
  close: () => Promise<void>;
};

/** The servers that acts are about. */
export async function startShared(): Promise<Shared> {
  const bearer = `b-${randomToken()}`;
  const upstream = await startFakeUpstream({ era: "both", bearer });
  const authority = await startUpstreamAuthorizationServer({ style: "github" });
  const guarded = await startGuardedUpstream({ authority: () => authority });
  const all = [upstream, authority, guarded];
  for (const { hostPort } of all) await allowEgress(hostPort);
  const close = async () => {
    for (const one of all) await one.close();
  };
  return { upstream, bearer, guarded, close };
}

export async function setStage(
  { upstream, bearer, guarded }: Shared,
  call: (person: TestPerson, path: string, input: unknown) => Promise<unknown>,
): Promise<Stage> {
  const person = await testPerson({ instanceAdmin: true });
  const { slug: project, projectId } = await testProject(person);
  return {
    ...{ person, project, projectId, upstream, guarded },
    secrets: [bearer],
    call: (path, input) => call(person, path, input),
  };
}

function bearerOf({ secrets }: Stage) {
  return { method: "bearer", token: secrets[0] ?? "" };
}

async function server(stage: Stage): Promise<{ id: string }> {
  const input = { url: stage.upstream.url, name: `S ${newSlug()}`, description: "" };
  const authentication = bearerOf(stage);
  const made = await stage.call("servers.create", {
    ...{ project: stage.project, authentication, ...input },
  });
  return made as { id: string };
}

async function endpoint(
  stage: Stage,
  serverIds: string[] = [],
): Promise<{ endpoint: string; id: string; name: string }> {
  const name = `E ${newSlug()}`;
  const input = { project: stage.project, name, description: "", serverIds, toolIds: [] };
  const { slug } = (await stage.call("endpoints.create", input)) as { slug: string };
  const { id } = await db().mcpEndpoint.findUniqueOrThrow({ where: { slug } });
  return { endpoint: slug, id, name };
}

async function toolsOf(serverId: string): Promise<string[]> {
  const rows = await db().mcpServerTool.findMany({ where: { serverId }, take: 2 });
  return rows.map(({ id }) => id);
}

async function grantOf(stage: Stage): Promise<{ id: string }> {
  return makeGrant((await endpoint(stage)).id, stage.person.userId);
}

async function withPassword(stage: Stage): Promise<{ current: string; next: string }> {
  const [current, next] = [`c-${randomToken()}`, `n-${randomToken()}`];
  stage.secrets.push(current, next);
  const data = { passwordHash: await hashPassword(current) };
  await db().user.update({ where: { id: stage.person.userId }, data });
  return { current, next };
}

async function otherSession({ person }: Stage): Promise<string> {
  const device = { ip: "192.0.2.9", userAgent: newSlug() };
  await createSession(db(), person.userId, device, person.now);
  return (await db().session.findFirstOrThrow({ where: device })).id;
}

async function role(stage: Stage): Promise<{ role: string }> {
  const input = { project: stage.project, name: `R ${newSlug()}`, rules: [] };
  return { role: ((await stage.call("roles.create", input)) as { key: string }).key };
}

/** A server where everybody signs in with an account of their own. */
async function personalServer(stage: Stage): Promise<{ server: string }> {
  const { id } = await server(stage);
  await db().serverCredential.deleteMany({ where: { serverId: id } });
  await db().mcpServer.update({ where: { id }, data: { credentialMode: "personal" } });
  return { server: id };
}

/** A server where one signs in at a service. */
async function oauthServer({ projectId, guarded }: Stage): Promise<{ server: string }> {
  const [id, slug] = [newId(), newSlug()];
  const where = { url: guarded.url, authMethod: "oauth" };
  await db().mcpServer.create({ data: { id, projectId, slug, name: slug, ...where } });
  return { server: id };
}

const filters = { enabled: true, types: ["EMAIL"] };
const rules = [{ permission: "server.read", conditions: [] }];
const hidden = () => `h-${randomToken()}`;

/** By the path of the procedure; the project is added. */
export const acts: Record<string, ActOn> = {
  ...memberActs,
  ...retentionActs,
  ...serviceAccountActs,
  ...forwardingActs,
  ...viewActs,
  "account.update": async () => ({ name: "Another Name", timeZone: "Europe/Berlin" }),
  "account.changePassword": withPassword,
  "account.revokeSession": async (stage) => ({ id: await otherSession(stage) }),
  "account.revokeOtherSessions": async (stage) => ({ other: await otherSession(stage) }),
  "grants.revoke": grantOf,
  "grants.endMine": grantOf,
  "projects.create": async () => ({ name: "Another project" }),
  "projects.update": async () => ({ name: "Renamed", defaultAccessSeconds: 3_600 }),
  "projects.delete": async ({ projectId: id }) => {
    return { confirm: (await db().project.findUniqueOrThrow({ where: { id } })).name };
  },
  "setup.complete": async ({ secrets }) => {
    await db().user.deleteMany();
    const token = /[\w-]{20,}$/.exec((await prepareFirstRun()).setupUrl ?? "")?.[0] ?? "";
    const password = hidden();
    secrets.push(token, password);
    return { token, password, name: "Ana", email: "ana@example.com", projectName: "First" };
  },
  "settings.allowEgress": async () => ({ hostPort: `${newSlug().toLowerCase()}.internal:8443` }),
  "settings.removeEgress": async ({ call }) => {
    await call("settings.allowEgress", { hostPort: "10.9.8.6:8443" });
    return db().egressAllowance.findFirstOrThrow({ where: { host: "10.9.8.6" } });
  },
  "credentials.replace": async (stage) => ({
    server: (await server(stage)).id,
    authentication: bearerOf(stage),
  }),
  "credentials.remove": async (stage) => ({ server: (await server(stage)).id }),
  "credentials.enterClient": async (stage) => {
    const clientSecret = hidden();
    stage.secrets.push(clientSecret);
    return { ...(await oauthServer(stage)), clientId: "gatehouse", clientSecret };
  },
  "connections.enter": async (stage) => ({
    ...(await personalServer(stage)),
    authentication: bearerOf(stage),
  }),
  "connections.disconnect": async (stage) => {
    const own = await personalServer(stage);
    await stage.call("connections.enter", { ...own, authentication: bearerOf(stage) });
    return own;
  },
  "servers.create": async (stage) => ({
    ...{ url: stage.upstream.url, name: "New", description: "" },
    authentication: bearerOf(stage),
  }),
  "servers.update": async (stage) => ({ ...(await server(stage)), name: "Renamed" }),
  "servers.check": server,
  "servers.sync": server,
  "servers.disable": server,
  "servers.enable": async (stage) => {
    const { id } = await server(stage);
    await stage.call("servers.disable", { project: stage.project, id });
    return { id };
  },
  "servers.delete": server,
  "endpoints.create": async () => ({ name: "New", description: "" }),
  "endpoints.update": async (stage) => ({
    ...(await endpoint(stage)),
    ...{ name: "Renamed", description: "x", maxAccessSeconds: 86_400 },
  }),
  "endpoints.toggle": async (stage) => ({ ...(await endpoint(stage)), enabled: false }),
  "endpoints.delete": endpoint,
  "endpoints.connectServers": async (stage) => ({
    ...(await endpoint(stage)),
    serverIds: [(await server(stage)).id],
  }),
  "endpoints.disconnectServer": async (stage) => {
    const { id } = await server(stage);
    return { ...(await endpoint(stage, [id])), serverId: id };
  },
  "endpoints.setTools": async (stage) => {
    const { id } = await server(stage);
    return { ...(await endpoint(stage, [id])), toolIds: await toolsOf(id), enabled: true };
  },
  "endpoints.setFilters": async (stage) => ({
    ...(await endpoint(stage)),
    ...{ request: filters, response: filters },
  }),
  "roles.create": async () => ({ name: "New", rules }),
  "roles.update": async (stage) => ({ ...(await role(stage)), name: "Renamed", rules }),
  "roles.clone": async () => ({ role: "member", name: "A copy" }),
  "roles.delete": role,
};

/** Mutations that leave no event, and why they need none. */
export const unrecorded: Record<string, string> = {
  "servers.probe": "asks an address what it is and keeps nothing",
  "endpoints.tryFilter": "shows what a filter makes of a text and keeps nothing",
  "roles.tryName": "shows what a name would change and keeps nothing",
  "roles.tryRules": "shows what rules would allow and keeps nothing",
  "connections.begin": "leads to another service; the account is recorded when it is connected",
};
