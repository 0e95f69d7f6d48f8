import type { Actor } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { db, type Tx, transaction } from "@/server/infra/db";
import { env } from "@/server/infra/env";
import { type Binding, sealForProject, unseal } from "@/server/infra/seal";
import { clientIdentity } from "@/server/upstream/oauth/client-metadata";
import type { Discovery } from "@/server/upstream/oauth/discovery";
import type { RegisteredClient } from "@/server/upstream/oauth/registered-client";
import { documentClient, registerClient } from "@/server/upstream/oauth/registration";

// Who we are at the authorization servers of a server: entered by hand or registered there, one for each issuer, sealed
// as a whole, and shown to that issuer alone (security: T48).

export type ClientServer = { id: string; projectId: string; name: string };

/** The client to use, or why a person has to enter one. */
export type Client =
  | { kind: "client"; client: RegisteredClient }
  | { kind: "manual"; reason: "not_offered" | "issuer_changed" | "refused" };

type By = Pick<Actor, "userId" | "userName" | "now">;
type Row = { id: string; issuer: string; sealed: string };

/** Entered, by our document, registered before, or registered now. Throws AppError as `registerClient` and `unseal`. */
export async function clientFor(
  server: ClientServer,
  { server: authority }: Discovery,
  by: By,
  signal?: AbortSignal,
): Promise<Client> {
  const identity = clientIdentity(env().publicUrl);
  const rows = await db().serverRegistration.findMany({ where: { serverId: server.id } });
  const kept = await Promise.all(rows.map((row) => openClient(server, row)));
  const found = await registerClient({ server: authority, identity, kept, now: by.now, signal });
  if (found.kind === "manual") return { kind: "manual", reason: found.reason };
  // Where people return is ours to say: whoever entered the client changes it at the service when our address changes.
  const { redirectUri } = identity;
  if (!found.fresh) return { kind: "client", client: { ...found.client, redirectUri } };
  return { kind: "client", client: await keepRegistered(server, found.client, by, rows) };
}

/** The client a credential was given to, to refresh or revoke it with; null when it is kept no more. */
export async function findClient(
  server: ClientServer,
  issuer: string,
  clientId: string,
): Promise<RegisteredClient | null> {
  const identity = clientIdentity(env().publicUrl);
  if (clientId === identity.documentUrl) return documentClient(issuer, identity);
  const row = await db().serverRegistration.findUnique({
    where: { serverId_issuer: { serverId: server.id, issuer }, clientId },
  });
  return row && openClient(server, row);
}

/** Puts a client in the place of all others of this server: another issuer's must not be offered again. */
export async function replaceClients(
  tx: Tx,
  server: ClientServer,
  client: RegisteredClient,
  by: By,
): Promise<void> {
  const data = await sealClient(server, client, by);
  await tx.serverRegistration.deleteMany({ where: { serverId: server.id } });
  await tx.serverRegistration.create({ data });
}

/** The issuer whose client or registration is kept, to be preferred among several; the entered one first. */
export async function preferredIssuer(serverId: string): Promise<string | undefined> {
  const rows = await db().serverRegistration.findMany({
    where: { serverId },
    orderBy: { createdAt: "desc" },
    select: { issuer: true, origin: true },
  });
  return (rows.find(({ origin }) => origin === "entered") ?? rows[0])?.issuer;
}

/** Two people who connect at the same moment register twice: what the first kept counts, so that it can be refreshed. */
async function keepRegistered(
  server: ClientServer,
  client: RegisteredClient,
  by: By,
  seen: readonly Row[],
): Promise<RegisteredClient> {
  const { issuer } = client;
  const data = await sealClient(server, client, by);
  return transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "McpServer" WHERE "id" = ${server.id}::uuid FOR NO KEY UPDATE`;
    const where = { serverId: server.id, issuer };
    const first = await tx.serverRegistration.findFirst({
      where: { ...where, id: { notIn: seen.map(({ id }) => id) } },
    });
    if (first) return openClient(server, first);
    await tx.serverRegistration.deleteMany({ where });
    await tx.serverRegistration.create({ data });
    return client;
  });
}

async function sealClient(server: ClientServer, client: RegisteredClient, by: By) {
  const id = newId();
  const { issuer, origin, clientId } = client;
  const binding = registrationBinding(server, id);
  const sealed = await sealForProject(server.projectId, JSON.stringify(client), binding);
  const made = { createdById: by.userId, createdBy: by.userName, createdAt: by.now };
  return { id, serverId: server.id, issuer, origin, clientId, sealed, ...made };
}

async function openClient(server: ClientServer, row: Row): Promise<RegisteredClient> {
  // Only `sealClient` writes what opens here.
  return JSON.parse(
    await unseal(row.sealed, registrationBinding(server, row.id)),
  ) as RegisteredClient;
}

/** The issuer is sealed with the client: under another one it opens and is refused. */
function registrationBinding(server: Pick<ClientServer, "id" | "projectId">, id: string): Binding {
  return ["ServerRegistration", "sealed", id, server.projectId, server.id];
}
