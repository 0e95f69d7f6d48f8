import { randomUUID } from "node:crypto";
import { record } from "@/server/audit/record";
import type { Actor } from "@/server/core/context";
import { AppError, toAppError } from "@/server/core/errors";
import {
  type ConnectableServer,
  ctxIn,
  requireConnectable,
  requireSignable,
} from "@/server/credentials/connectable";
import { eraseAndRevoke, readErasable } from "@/server/credentials/erase";
import { headersFor, mannerOf, secretOf } from "@/server/credentials/headers";
import type { EnterCredential } from "@/server/credentials/schema";
import { prepareCredential, storeCredential } from "@/server/credentials/store";
import { db, transaction } from "@/server/infra/db";
import { type Limit, takePoint } from "@/server/infra/rate-limit";
import { synchronise } from "@/server/servers/sync";
import { egressReady } from "@/server/settings/egress-feed";
import { fetchCatalog } from "@/server/upstream/catalog";
import { closeCredential } from "@/server/upstream/sessions";

/** Somebody who looks for the right token, not one who tries out guesses. */
const limit: Limit = { name: "enter_credential", points: 20, seconds: 300 };

/** Milliseconds a server has to say whether it takes the secret. */
const checkMs = 30_000;

/**
 * Keeps a person's own token or key for a server in place of the one before, once the server has answered it. Throws
 * `not_found` for a server they cannot use, `conflict` when it wants another kind of secret, `bad_request` when the server
 * refuses this one, and what goes wrong on the way to it. The tools are read again when the person may change the server.
 */
export async function enterCredential(actor: Actor, input: EnterCredential): Promise<void> {
  const act = { server: input.server, mode: "personal" } as const;
  const { server: asked, access } = await requireSignable(db(), actor.userId, act, actor.now);
  requireManner(asked, input);
  await takePoint(limit, actor.userId);
  await requireAccepted(asked, input);
  const prepared = await prepareCredential(asked, input.authentication, actor.userId);
  const before = await transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "McpServer" WHERE "id" = ${asked.id}::uuid FOR NO KEY UPDATE`;
    const server = await requireConnectable(tx, actor.userId, asked.id, actor.now);
    requireManner(server, input);
    // What was tried elsewhere says nothing about this address, and was not entered for it (security: T84).
    if (server.url !== asked.url) throw changed();
    const replaced = await readErasable(tx, { serverId: server.id, userId: actor.userId });
    await storeCredential(tx, actor, server.id, prepared);
    await record(tx, actor, {
      action: "credential.connected",
      projectId: server.projectId,
      subject: { type: "server", id: server.id, name: server.name },
      after: { mode: "personal", method: input.authentication.method },
    });
    return replaced;
  });
  await eraseAndRevoke(before);
  // Whoever looks after the server lends their sign-in to find out what it offers.
  if (access.can("server.edit")) await synchronise(ctxIn(actor, access), "server.edit", asked.id);
}

function requireManner(server: ConnectableServer, { authentication }: EnterCredential): void {
  const { authMethod, headerName } = mannerOf(authentication);
  const sameHeader = headerName?.toLowerCase() === server.headerName?.toLowerCase();
  if (server.credentialMode !== "personal" || authMethod !== server.authMethod || !sameHeader)
    throw changed();
}

function changed(): AppError {
  return new AppError(
    "conflict",
    "The way people sign in to this server has just been changed. Reload the page.",
  );
}

/** Reads the list of tools: the least that needs a secret wherever one is needed at all. */
async function requireAccepted(
  server: ConnectableServer,
  { authentication }: EnterCredential,
): Promise<void> {
  const headers = headersFor(server, secretOf(authentication) ?? "");
  // Never together with the sockets and sessions of anybody else.
  const credentialKey = `trial ${randomUUID()}`;
  const target = { serverId: server.id, url: server.url, credentialKey, headers };
  await egressReady();
  try {
    await fetchCatalog(target, AbortSignal.timeout(checkMs));
  } catch (error) {
    throw refusalOf(server, toAppError(error));
  } finally {
    await closeCredential(credentialKey);
  }
}

function refusalOf({ name, authMethod }: ConnectableServer, error: AppError): AppError {
  const secret = authMethod === "header" ? "value" : "token";
  const options = { cause: error, details: { reason: error.details["reason"] } };
  if (error.code === "connection_required")
    return new AppError(
      "bad_request",
      `${name} does not accept this ${secret}. Check that it is complete, has not expired, and is meant for this service.`,
      options,
    );
  if (error.code === "internal") return error;
  const message = `${name} could not be asked whether it accepts this ${secret}, so it was not kept. ${error.message}`;
  return new AppError(error.code, message, options);
}
