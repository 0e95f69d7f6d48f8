import type { Ctx } from "@/server/access/access";
import { record } from "@/server/audit/record";
import { AppError } from "@/server/core/errors";
import { findSignIn } from "@/server/credentials/discovery";
import { replaceClients } from "@/server/credentials/registrations";
import type { EnterClient } from "@/server/credentials/schema";
import { db, transaction } from "@/server/infra/db";
import { env } from "@/server/infra/env";
import { lockServer, requireServer } from "@/server/servers/find";
import { callbackUrl } from "@/server/upstream/oauth/client-metadata";
import { enteredClient } from "@/server/upstream/oauth/registration";

/**
 * Keeps a client somebody made for us at the service, for the authorization server found now and no other, in the place of
 * whatever we were there. Accounts connected with another client are not renewed any more. Throws `conflict` for a server
 * that signs people in another way, and AppError as `findSignIn`.
 */
export async function enterRegistration(
  ctx: Ctx,
  input: EnterClient,
): Promise<{ issuer: string; host: string }> {
  const asked = await requireServer(db(), ctx, "server.edit", input.server);
  requireOAuth(asked);
  const { server: authority } = await findSignIn(asked, { force: true, now: ctx.now });
  const client = enteredClient(authority, callbackUrl(env().publicUrl), {
    clientId: input.clientId,
    clientSecret: input.clientSecret || null,
  });
  await transaction(async (tx) => {
    const server = await lockServer(tx, ctx, "server.edit", input.server);
    requireOAuth(server);
    if (server.url !== asked.url) throw changed();
    await replaceClients(tx, server, client, ctx);
    await record(tx, ctx, {
      action: "credential.client_entered",
      projectId: server.projectId,
      subject: { type: "server", id: server.id, name: server.name },
      after: {
        issuer: client.issuer,
        clientId: client.clientId,
        secret: input.clientSecret !== "",
      },
    });
  });
  return { issuer: authority.issuer, host: new URL(authority.authorizationEndpoint).host };
}

function requireOAuth({ authMethod }: { authMethod: string }): void {
  if (authMethod !== "oauth") throw changed();
}

function changed(): AppError {
  return new AppError(
    "conflict",
    "The way of signing in to this server has just been changed. Reload the page.",
  );
}
