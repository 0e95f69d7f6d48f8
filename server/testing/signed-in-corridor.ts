// An endpoint with a server where people sign in with OAuth, and people who have done so at its real authorization server.
import { newId, newSlug } from "@/server/core/ids";
import { credentialBinding } from "@/server/credentials/binding";
import { writePair } from "@/server/credentials/pair";
import { replaceClients } from "@/server/credentials/registrations";
import { bus } from "@/server/infra/bus";
import { db, transaction } from "@/server/infra/db";
import { sealForProject } from "@/server/infra/seal";
import { addAccess, addEndpoint, allowEgress, type Corridor } from "@/server/testing/corridor";
import { askModern } from "@/server/testing/corridor-client";
import { type Pair, type SignedIn, signIn } from "@/server/testing/upstream-sign-in";
import type { TokenSet } from "@/server/upstream/oauth/token-response";

export type SignedInCorridor = Corridor & {
  server: { id: string; projectId: string; slug: string };
  pair: Pair;
  signedIn: SignedIn;
};

/** The person of `token` has nothing connected yet, unless the mode is shared: then `ana` is. */
export async function openSignedInCorridor(
  pair: Pair,
  mode: "shared" | "personal",
): Promise<SignedInCorridor> {
  for (const { hostPort } of [pair.authority, pair.upstream]) await allowEgress(hostPort);
  const projectId = newId();
  await db().project.create({ data: { id: projectId, slug: newSlug(), name: "Team" } });
  const server = { id: newId(), projectId, slug: newSlug(), name: "Guarded", credentialMode: mode };
  const signedIn = await signIn(pair.upstream);
  const found = { ...signedIn.found, asked: ["read"] };
  await db().mcpServer.create({
    data: {
      ...server,
      ...{ url: pair.upstream.url, authMethod: "oauth", status: "connected" },
      ...{ era: "E26", eras: ["E26"], protocolVersion: "2026-07-28" },
      ...{ discovery: found, discoveredAt: new Date() },
    },
  });
  const endpoint = await addEndpoint(projectId);
  await exposeTool(endpoint.id, server.id, "whoami");
  const access = await addAccess({ projectId, endpointId: endpoint.id, role: "admin" });
  const by = { userId: access.userId, userName: "Ada", now: new Date() };
  await transaction((tx) => replaceClients(tx, server, signedIn.client, by));
  const corridor = { projectId, endpoint, servers: [server], server, pair, signedIn, ...access };
  if (mode === "shared") await keepSignIn(corridor, null, signedIn.tokens);
  await bus().settled();
  return corridor;
}

/** Gives a server a tool and serves it at an endpoint. */
export async function exposeTool(
  endpointId: string,
  serverId: string,
  name: string,
): Promise<void> {
  const definition = JSON.stringify({ name, inputSchema: { type: "object" } });
  const tool = { id: newId(), serverId, name, definition, definitionHash: name };
  await db().mcpServerTool.create({ data: tool });
  const connection = { endpointId, serverId };
  await db().endpointServer.upsert({
    where: { endpointId_serverId: connection },
    create: { id: newId(), ...connection },
    update: {},
  });
  const exposed = { id: newId(), endpointId, serverToolId: tool.id, exposedName: name };
  await db().endpointTool.create({ data: exposed });
}

/** Another member with a client of their own. */
export async function addPerson<C extends Corridor>(corridor: C): Promise<C> {
  const { projectId, endpoint } = corridor;
  const access = await addAccess({ projectId, endpointId: endpoint.id, role: "member" });
  return { ...corridor, ...access };
}

/** Signs a person in at the service, and keeps the tokens as theirs. */
export async function connectAs(corridor: SignedInCorridor, account: string): Promise<TokenSet> {
  const { pair, signedIn, userId } = corridor;
  const { tokens } = await signIn(pair.upstream, [signedIn.client], { account });
  await keepSignIn(corridor, userId, tokens);
  await bus().settled();
  return tokens;
}

async function keepSignIn(
  { server, signedIn }: Pick<SignedInCorridor, "server" | "signedIn">,
  userId: string | null,
  tokens: TokenSet,
): Promise<void> {
  const id = newId();
  const text = writePair(tokens);
  const sealed = await sealForProject(
    server.projectId,
    text,
    credentialBinding(server, { id, userId }),
  );
  await db().serverCredential.deleteMany({ where: { serverId: server.id, userId } });
  await db().serverCredential.create({
    data: {
      ...{ id, serverId: server.id, userId, kind: "oauth", sealed, hint: "" },
      ...{ issuer: signedIn.client.issuer, clientId: signedIn.client.clientId },
      ...{ scopes: tokens.scopes ?? [], expiresAt: tokens.expiresAt, account: tokens.account },
      ...{ renewable: tokens.refreshToken !== null, createdBy: "Ada" },
    },
  });
}

/** Lets the access token of a credential be over by so many seconds, as the database sees it. */
export async function expire(
  { server }: SignedInCorridor,
  userId: string | null,
  seconds = 60,
): Promise<void> {
  const expiresAt = new Date(Date.now() - seconds * 1000);
  await db().serverCredential.updateMany({
    where: { serverId: server.id, userId },
    data: { expiresAt },
  });
  await bus().settled();
}

/** The stored row of an owner. */
export function rowOf({ server }: SignedInCorridor, userId: string | null) {
  return db().serverCredential.findFirstOrThrow({ where: { serverId: server.id, userId } });
}

/** Calls the tool as a client of 2026; what came of it. */
export async function callWhoami(corridor: Corridor) {
  const { message } = await askModern(corridor, "tools/call", { name: "whoami", arguments: {} });
  const { content, isError, _meta } = message.result;
  const reason: unknown = _meta?.["gatehouse/reason"];
  return { text: String(content[0].text), isError: Boolean(isError), reason };
}
