import type { Ctx } from "@/server/access/access";
import { type Fact, record } from "@/server/audit/record";
import { type Erasable, eraseAndRevoke, readErasable } from "@/server/credentials/erase";
import type { CredentialMode } from "@/server/credentials/schema";
import { db, isTaken, type Tx, transaction } from "@/server/infra/db";
import { Prisma } from "@/server/infra/generated/client";
import { requireAddress } from "@/server/servers/address";
import type { State } from "@/server/servers/contact";
import { nameTaken } from "@/server/servers/create";
import { endServerSessions } from "@/server/servers/end-sessions";
import { lockServer, requireServer, type ServerRow } from "@/server/servers/find";
import { keepEntered, planSignIn, type SignInPlan } from "@/server/servers/plan-sign-in";
import type { UpdateServer } from "@/server/servers/schema";
import { type SyncResult, synchronise } from "@/server/servers/sync";

/** What an update came to: `credentialDropped` when what was connected is gone and nothing was entered in its place. */
export type Updated = { credentialDropped: boolean; sync: SyncResult | null };

/** Changes what is given and leaves the rest. A new address or credential is tried at once. Throws as `planSignIn`. */
export async function updateServer(ctx: Ctx, input: UpdateServer): Promise<Updated> {
  const now = await requireServer(db(), ctx, "server.edit", input.id);
  const url = input.url === undefined ? now.url : await requireAddress(ctx, input.url);
  const metadataOrigin = confirmedOf(now, { ...input, url });
  const plan = await planFor(ctx, { ...now, url, metadataOrigin }, input);
  const { server, change, erased } = await transaction(async (tx) => {
    const found = await lockServer(tx, ctx, "server.edit", input.id);
    return {
      server: found,
      ...(await apply(tx, ctx, found, { ...input, url, metadataOrigin, plan })),
    };
  }).catch((error: unknown) => {
    throw isTaken(error) && input.name ? nameTaken(input.name) : error;
  });
  await eraseAndRevoke(erased);
  if (change.reconnect) await endServerSessions(server.id);
  const tries = change.reconnect && !change.waits;
  const sync = tries ? await synchronise(ctx, "server.edit", input.id) : null;
  return { credentialDropped: change.credentialDropped, sync };
}

/** Null when the way of signing in stays as it is. */
async function planFor(
  ctx: Ctx,
  server: ServerRow,
  { authentication, credentialMode }: UpdateServer,
): Promise<SignInPlan | null> {
  if (!authentication) return null;
  // The column holds only what the schema has.
  const mode = credentialMode ?? (server.credentialMode as CredentialMode);
  const { metadataOrigin } = server;
  return planSignIn(ctx, server, { authentication, credentialMode: mode, metadataOrigin });
}

/** Whom an administrator trusted for one host says nothing about another. */
function confirmedOf(
  server: ServerRow,
  { url, metadataOrigin }: UpdateServer & { url: string },
): string | null {
  if (metadataOrigin !== undefined) return metadataOrigin;
  return isMoved(server, url) ? null : server.metadataOrigin;
}

function isMoved(server: ServerRow, url: string): boolean {
  return new URL(url).origin !== new URL(server.url).origin;
}

type Change = { reconnect: boolean; waits: boolean; credentialDropped: boolean };
type Wanted = UpdateServer & {
  url: string;
  metadataOrigin: string | null;
  plan: SignInPlan | null;
};

async function apply(
  tx: Tx,
  ctx: Ctx,
  server: ServerRow,
  wanted: Wanted,
): Promise<{ change: Change; erased: Erasable[] }> {
  const { name = server.name, description = server.description, url, plan } = wanted;
  const { metadataOrigin } = wanted;
  if (name !== server.name) await requireFreeName(tx, server, name);
  const moved = isMoved(server, url);
  const manner = plan ? mannerIn(plan) : mannerAfter(server, wanted);
  const erased = moved || isOther(server, manner) ? await eraseAll(tx, server, moved) : [];
  if (plan) await keepEntered(tx, ctx, { ...server, url }, plan);
  const reconnect = url !== server.url || plan !== null || isOther(server, manner);
  const credentialDropped =
    !plan && (moved || isOther(server, manner)) && manner.authMethod !== "none";
  const told = { name, description, url, metadataOrigin, ...manner };
  const waiting = erased.length > 0 || !server.credential ? plan?.waiting : null;
  const state = waiting ?? (credentialDropped ? dropped(moved) : untried);
  await tx.mcpServer.update({
    where: { id: server.id },
    data: {
      ...told,
      ...(url === server.url && metadataOrigin === server.metadataOrigin ? {} : forgotten),
      ...plan?.columns,
      ...(reconnect ? { ...state, checkedAt: null } : {}),
    },
  });
  await recordUpdate(tx, ctx, server, told);
  return { change: { reconnect, waits: state !== untried, credentialDropped }, erased };
}

const untried = { status: "not_checked", statusReason: null };
const forgotten = { discovery: Prisma.DbNull, discoveredAt: null };

// A secret goes only to the host it was given for (security: T84).
function dropped(moved: boolean): State {
  const statusReason = moved
    ? "The address now points to another host, so the stored credential was removed. Enter one for the new host."
    : "Whose account is used was changed, so what was connected before was removed. Connect again.";
  return { status: "needs_sign_in", statusReason };
}

/** Everybody's credentials; of another host also who we were there. */
async function eraseAll(tx: Tx, { id }: ServerRow, moved: boolean): Promise<Erasable[]> {
  const erasable = await readErasable(tx, { serverId: id });
  await tx.serverCredential.deleteMany({ where: { serverId: id } });
  if (moved) await tx.serverRegistration.deleteMany({ where: { serverId: id } });
  return erasable;
}

type Manner = { authMethod: string; headerName: string | null; credentialMode: string };

function mannerIn({ columns }: SignInPlan): Manner {
  const { authMethod, headerName, credentialMode } = columns;
  return { authMethod, headerName, credentialMode };
}

function mannerAfter(server: ServerRow, { credentialMode }: UpdateServer): Manner {
  const { authMethod, headerName } = server;
  const mode = authMethod === "none" ? server.credentialMode : credentialMode;
  return { authMethod, headerName, credentialMode: mode ?? server.credentialMode };
}

function isOther(server: ServerRow, manner: Manner): boolean {
  return (
    server.authMethod !== manner.authMethod ||
    server.headerName !== manner.headerName ||
    server.credentialMode !== manner.credentialMode
  );
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
    authMethod: server.authMethod,
    headerName: server.headerName,
    credentialMode: server.credentialMode,
    metadataOrigin: server.metadataOrigin,
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
