// A project with one of everything that has an identifier, and a picture of all that belongs to it.
import { newId, newSlug, randomToken } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import { pool } from "@/server/infra/pg";
import { makeGrant, makeRole, makeServer } from "./factories";
import { makeMachine } from "./machines";
import { type TestPerson, testPerson, testProject } from "./portal";

/** What an identifier names. */
export type Kind =
  | "project"
  | "server"
  | "serverSlug"
  | "tool"
  | "endpoint"
  | "grant"
  | "role"
  | "person"
  | "session"
  | "call"
  | "attempt"
  | "invitation"
  | "serviceAccount"
  | "serviceToken"
  | "destination"
  | "view"
  | "subject";

export type Tenant = {
  owner: TestPerson;
  ids: Record<Kind, string>;
  /** Words that stand in everything the project has. */
  mark: string;
};

export async function makeTenant(): Promise<Tenant> {
  const mark = `mark-${newSlug()}`;
  const owner = await testPerson();
  const { projectId, slug } = await testProject(owner);
  const server = await makeServer(projectId, mark, [mark]);
  const row = { id: newId(), slug: newSlug(), name: mark };
  await db().mcpEndpoint.create({ data: { ...row, projectId } });
  await db().endpointServer.create({
    data: { id: newId(), endpointId: row.id, serverId: server.id },
  });
  const { id: session } = await db().session.findFirstOrThrow({ where: { userId: owner.userId } });
  const machine = await makeMachine(projectId, "member", mark);
  const ids = {
    ...{ serviceAccount: machine.accountId, serviceToken: machine.tokenId },
    ...{ project: slug, server: server.id, serverSlug: server.slug, endpoint: row.slug },
    ...{ tool: server.tools[mark] ?? "", person: owner.userId, session, subject: row.id },
    grant: (await makeGrant(row.id, owner.userId)).id,
    role: await makeRole(projectId, { permission: "project.read", conditions: [] }),
    call: await addCall(projectId, row, mark),
    view: await addView(projectId, owner.userId, mark),
    attempt: await addAttempt(server.id, owner.userId, session),
    invitation: await addInvitation(projectId, mark),
    destination: await addDestination(projectId, mark),
  };
  return { owner, ids, mark };
}

async function addCall(
  projectId: string,
  endpoint: { id: string; name: string },
  toolName: string,
): Promise<string> {
  const [id, startedAt] = [newId(), new Date()];
  const facts = {
    ...{ serverId: null, serverName: null, method: "tools/call", upstreamTool: "echo" },
    ...{ clientId: "c", clientName: "Claude", sessionId: null, era: "E25", requestBytes: 2 },
    ...{ outcome: "ok", errorCode: null, errorMessage: null, durationMs: 1, upstreamMs: 1 },
    ...{ responseBytes: 2, decision: "allowed", writer: newId(), seq: 1, grantId: newId() },
  };
  const of = { projectId, endpointId: endpoint.id, endpointName: endpoint.name, toolName };
  const by = { userId: newId(), userName: toolName, requestId: id };
  await db().activityLog.create({
    data: { ...facts, ...of, ...by, id, startedAt, finishedAt: startedAt },
  });
  return id;
}

async function addView(projectId: string, userId: string, name: string): Promise<string> {
  const id = newId();
  await db().activityView.create({ data: { id, projectId, userId, name, filter: {} } });
  return id;
}

async function addAttempt(serverId: string, userId: string, sessionId: string): Promise<string> {
  const id = newId();
  const facts = { mode: "personal", returnTo: "/connections", sealed: "", outcome: "declined" };
  const stateHash = randomToken();
  const expiresAt = new Date(Date.now() + 600_000);
  await db().connectionAttempt.create({
    data: { ...facts, id, serverId, userId, sessionId, stateHash, expiresAt },
  });
  return id;
}

async function addInvitation(projectId: string, mark: string): Promise<string> {
  const id = newId();
  const expiresAt = new Date(Date.now() + 86_400_000);
  const facts = { email: `${mark}@example.com`, roles: [{ role: "member", expiresAt: null }] };
  await db().invitation.create({
    data: { ...facts, id, projectId, tokenHash: randomToken(), expiresAt },
  });
  return id;
}

/** With a signing secret that opens nowhere. */
async function addDestination(projectId: string, name: string): Promise<string> {
  const id = newId();
  const facts = { kind: "webhook", url: `https://${name}.example.com/hook`, createdByName: name };
  const signing = { secretSealed: "v1.p.x", secretHint: "x9f2", secretAt: new Date() };
  await db().forwardingDestination.create({ data: { id, projectId, name, ...facts, ...signing } });
  return id;
}

const counters = ["RateLimit", "AuditEvent"];

/** Every row that names anything of these, in every table: two pictures are equal when nothing was changed or linked. */
export async function picture({ ids, mark }: Tenant): Promise<string[]> {
  const { rows: tables } = await pool().query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND NOT table_name = ANY($1)`,
    [counters],
  );
  const each = tables.map(
    ({ name }) => `SELECT '${name} ' || t::text AS row FROM "${name}" t WHERE t::text ~ $1`,
  );
  const named = [...Object.values(ids), mark].join("|");
  const text = `${each.join(" UNION ALL ")} ORDER BY 1`;
  const { rows } = await pool().query<{ row: string }>(text, [named]);
  return rows.map(({ row }) => row);
}
