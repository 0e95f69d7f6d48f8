import type { Ctx } from "@/server/access/access";
import { type Fact, record } from "@/server/audit/record";
import { mannerOf } from "@/server/credentials/headers";
import {
  dropPersonal,
  type Prepared,
  prepareCredential,
  storeCredential,
} from "@/server/credentials/store";
import { isTaken, type Tx, transaction } from "@/server/infra/db";
import { requireAddress } from "@/server/servers/address";
import { nameTaken } from "@/server/servers/create";
import { endServerSessions } from "@/server/servers/end-sessions";
import { lockServer, type ServerRow } from "@/server/servers/find";
import type { UpdateServer } from "@/server/servers/schema";
import { type SyncResult, synchronise } from "@/server/servers/sync";

/** What an update came to: `credentialDropped` when the address moved to another host and none was entered for it. */
export type Updated = { credentialDropped: boolean; sync: SyncResult | null };

/** Changes what is given and leaves the rest. A new address or credential is tried at once. */
export async function updateServer(ctx: Ctx, input: UpdateServer): Promise<Updated> {
  const { projectId } = ctx.access.where("server.edit");
  const url = input.url === undefined ? null : await requireAddress(ctx, input.url);
  const prepared = input.authentication
    ? await prepareCredential({ id: input.id, projectId }, input.authentication)
    : null;
  const { before, change } = await transaction(async (tx) => {
    const found = await lockServer(tx, ctx, "server.edit", input.id);
    const planned = await apply(tx, ctx, found, { ...input, url: url ?? found.url }, prepared);
    return { before: found, change: planned };
  }).catch((error: unknown) => {
    throw isTaken(error) && input.name ? nameTaken(input.name) : error;
  });
  if (change.reconnect) await endServerSessions(before.id);
  const tries = change.reconnect && !change.credentialDropped;
  const sync = tries ? await synchronise(ctx, "server.edit", input.id) : null;
  return { credentialDropped: change.credentialDropped, sync };
}

type Plan = { reconnect: boolean; credentialDropped: boolean };

async function apply(
  tx: Tx,
  ctx: Ctx,
  server: ServerRow,
  input: UpdateServer & { url: string },
  prepared: Prepared | null,
): Promise<Plan> {
  const { name = server.name, description = server.description, url, authentication } = input;
  if (name !== server.name) await requireFreeName(tx, server, name);
  const moved = new URL(url).origin !== new URL(server.url).origin;
  if (moved) await dropPersonal(tx, server.id);
  if (moved || authentication) await storeCredential(tx, ctx, server.id, prepared);
  const credentialDropped = moved && !authentication && server.authMethod !== "none";
  const reconnect = url !== server.url || authentication !== undefined;
  const manner = authentication ? mannerOf(authentication) : mannerNow(server);
  const data = { name, description, url, ...manner };
  const state = credentialDropped ? hostChanged : untried;
  await tx.mcpServer.update({
    where: { id: server.id },
    data: { ...data, ...(reconnect ? state : {}) },
  });
  await recordUpdate(tx, ctx, server, data);
  return { reconnect, credentialDropped };
}

const untried = { status: "not_checked", statusReason: null, checkedAt: null };

// A secret goes only to the host it was given for (security: T84).
const hostChanged = {
  status: "needs_sign_in",
  statusReason:
    "The address now points to another host, so the stored credential was removed. Enter one for the new host.",
  checkedAt: null,
};

function mannerNow({ authMethod, headerName }: ServerRow) {
  return { authMethod, headerName };
}

async function requireFreeName(tx: Tx, server: ServerRow, name: string): Promise<void> {
  const same = { equals: name, mode: "insensitive" } as const;
  const where = { projectId: server.projectId, id: { not: server.id }, name: same };
  if ((await tx.mcpServer.count({ where })) > 0) throw nameTaken(name);
}

/** Writes only what changed; nothing when nothing did. */
async function recordUpdate(
  tx: Tx,
  ctx: Ctx,
  server: ServerRow,
  data: Record<string, string | null>,
): Promise<void> {
  const old: Record<string, Fact> = {
    name: server.name,
    description: server.description,
    url: server.url,
    ...mannerNow(server),
  };
  const keys = Object.keys(data).filter((key) => data[key] !== old[key]);
  if (keys.length === 0) return;
  const pick = (from: Record<string, Fact | undefined>) =>
    Object.fromEntries(keys.map((key) => [key, from[key] ?? null]));
  await record(tx, ctx, {
    action: "server.updated",
    projectId: server.projectId,
    subject: { type: "server", id: server.id, name: server.name },
    before: pick(old),
    after: pick(data),
  });
}
