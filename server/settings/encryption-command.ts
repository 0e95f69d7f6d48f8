import { type Author, record } from "@/server/audit/record";
import { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { transaction } from "@/server/infra/db";
import { takeCensus } from "@/server/infra/key-census";
import { findLackingProcesses, listProcesses } from "@/server/infra/key-replicas";
import { countOutside, type Progress, rotateKeys } from "@/server/infra/key-rotation";
import { type Ring, ring } from "@/server/infra/keys";
import { requireMigrated } from "@/server/infra/migrations";
import { closePools } from "@/server/infra/pg";
import { tally } from "@/server/settings/encryption";
import { giveUpKey, requireLost } from "@/server/settings/encryption-give-up";
import {
  describeCensus,
  describeHolding,
  describeLacking,
} from "@/server/settings/encryption-report";

// What `npm run keys` runs, bundled by scripts/keys: the same code that seals.

export type Terminal = {
  say(line: string): void;
  progress(line: string): void;
};

const usage =
  "Use: npm run keys · npm run keys -- rotate [--anyway] · npm run keys -- give-up <key> --yes";

/** Returns the exit code: 0 when everything opens and, after a rotation, is under the active key. Throws AppError. */
export async function runKeys(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await requireMigrated();
    const flags = args.filter((arg) => arg.startsWith("--"));
    const [verb = "census", keyId, ...more] = args.filter((arg) => !arg.startsWith("--"));
    if (more.length > 0) throw new AppError("bad_request", usage);
    if (verb === "census" && !keyId && flags.length === 0) return await census(terminal);
    if (verb === "rotate" && !keyId) return await rotate(terminal, flags);
    if (verb === "give-up" && keyId) return await giveUp(terminal, keyId, flags);
    throw new AppError("bad_request", usage);
  } finally {
    await closePools();
  }
}

async function census({ say }: Terminal): Promise<number> {
  const found = await takeCensus(ring());
  for (const line of describeCensus(found)) say(line);
  return tally(found).unreadable > 0 ? 1 : 0;
}

async function rotate(terminal: Terminal, flags: readonly string[]): Promise<number> {
  requireFlags(flags, "--anyway");
  const own = ring();
  const lacking = await findLackingProcesses(own);
  if (lacking.length > 0 && flags.length === 0)
    throw new AppError("conflict", describeLacking(own.active.id, lacking));
  await recordRotation(own);
  const onProgress = (at: Progress) => {
    if (at.total > 0) terminal.progress(describeProgress(own, at));
  };
  await rotateKeys(own, { onProgress });
  terminal.say("");
  const found = await census(terminal);
  return found === 0 && (await countOutside(own)) === 0 ? 0 : 1;
}

function describeProgress({ active }: Ring, { moved, total }: Progress): string {
  return `  ${moved} of ${total} moved to ${active.id}`;
}

/** Before the first row moves, so that a rotation that breaks off is on record as well. */
async function recordRotation(own: Ring): Promise<void> {
  const outside = await countOutside(own);
  if (outside === 0) return;
  await transaction((tx) =>
    record(tx, operator(), {
      action: "encryption.rotated",
      projectId: null,
      subject: { type: "encryption_key", id: null, name: own.active.id },
      after: { rows: outside },
    }),
  );
}

async function giveUp({ say }: Terminal, keyId: string, flags: readonly string[]): Promise<number> {
  requireFlags(flags, "--yes");
  const own = ring();
  requireLost(own, keyId);
  const holding = (await listProcesses()).filter(({ keyIds }) => keyIds.includes(keyId));
  if (holding.length > 0) throw new AppError("conflict", describeHolding(keyId, holding));
  if (flags.length === 0)
    throw new AppError(
      "bad_request",
      `This deletes what only ${keyId} opens: credentials have to be entered again, and clients that registered with a secret register anew. To do so: npm run keys -- give-up ${keyId} --yes`,
    );
  const { dataKeys, secrets } = await giveUpKey(own, keyId, operator());
  say(`Gave up ${keyId}: ${dataKeys} project keys and ${secrets} other secrets are deleted.`);
  say("Restart Gatehouse, then enter the credentials again that it calls unreadable.");
  return 0;
}

function requireFlags(flags: readonly string[], allowed: string): void {
  if (flags.some((flag) => flag !== allowed)) throw new AppError("bad_request", usage);
}

function operator(): Author {
  const nobody = { userId: null, ip: null, requestId: newId() };
  return { ...nobody, userName: "npm run keys", now: new Date() };
}
