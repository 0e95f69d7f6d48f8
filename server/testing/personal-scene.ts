// Servers where each person has an account of their own, behind an endpoint: rows in the plainest way.
import type { Ctx } from "@/server/access/access";
import { newId, newSlug } from "@/server/core/ids";
import { credentialBinding } from "@/server/credentials/binding";
import { writePair } from "@/server/credentials/pair";
import { replaceClients } from "@/server/credentials/registrations";
import { keepTokens } from "@/server/credentials/tokens";
import { db, transaction } from "@/server/infra/db";
import { sealForProject } from "@/server/infra/seal";
import type { SignedIn } from "@/server/testing/upstream-sign-in";

export type PersonalServer = { id: string; projectId: string; slug: string; name: string };

type Manner = { authMethod: "bearer" | "header" | "oauth"; headerName?: string };

export async function makePersonalServer(
  projectId: string,
  name: string,
  url: string,
  manner: Manner,
): Promise<PersonalServer> {
  const server = { id: newId(), projectId, slug: newSlug(), name };
  const data = { ...server, ...manner, url, credentialMode: "personal", status: "connected" };
  await db().mcpServer.create({ data });
  return server;
}

/** An endpoint that needs these servers. */
export async function makeEndpointOf(
  projectId: string,
  name: string,
  servers: readonly { id: string }[],
): Promise<{ id: string; slug: string; name: string }> {
  const endpoint = { id: newId(), slug: newSlug(), name };
  await db().mcpEndpoint.create({
    data: {
      ...{ ...endpoint, projectId },
      servers: { create: servers.map(({ id }) => ({ id: newId(), serverId: id })) },
    },
  });
  return endpoint;
}

/** Stores a token of a person's own without asking the server; `more` are further columns. */
export async function storeOwn(
  server: PersonalServer,
  userId: string,
  secret: string,
  more: { kind?: string; expiresAt?: Date; needsSignInSince?: Date; statusReason?: string } = {},
): Promise<string> {
  const id = newId();
  const kind = more.kind ?? "bearer";
  const text = kind === "oauth" ? writePair({ accessToken: secret, refreshToken: null }) : secret;
  const binding = credentialBinding(server, { id, userId });
  const sealed = await sealForProject(server.projectId, text, binding);
  const row = { id, serverId: server.id, userId, sealed, hint: "", createdBy: "Ana Lima" };
  await db().serverCredential.create({ data: { ...row, ...more, kind } });
  return id;
}

/** Keeps what a real sign-in brought, with the client and the discovery it was made with. */
export async function keepSignedIn(
  server: PersonalServer,
  ctx: Ctx,
  { found, client, tokens }: SignedIn,
): Promise<void> {
  await transaction(async (tx) => {
    await tx.mcpServer.update({ where: { id: server.id }, data: { discovery: found } });
    await replaceClients(tx, server, client, ctx);
    const { issuer } = found.server;
    const fresh = { tokens, issuer, clientId: client.clientId, scopes: tokens.scopes };
    await keepTokens(tx, ctx, server, ctx.userId, fresh);
  });
}
