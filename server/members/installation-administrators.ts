import type { Actor } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import type { Tx } from "@/server/infra/db";
import { requireInstallationAdmin } from "@/server/settings/administrators";

/** The advisory lock that changes of who administers the installation queue at; any number that nothing else uses. */
const lock = 727_002;

/**
 * Runs `change`, which an administrator of the installation asks for, while nobody else changes who is one, and undoes it
 * when none would be left (409, reason `last_admin`; security: T35). Within a transaction.
 */
export async function keepingInstallationAdmins<T>(
  tx: Tx,
  actor: Actor,
  change: () => Promise<T>,
): Promise<T> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${lock})`;
  // Asked again: whoever was first may have taken it from the actor.
  await requireInstallationAdmin(tx, actor);
  const result = await change();
  const where = { instanceAdminSince: { not: null }, disabledAt: null };
  if ((await tx.user.count({ where })) > 0) return result;
  throw new AppError(
    "conflict",
    "The installation needs an administrator, and this is the last one. Make somebody else an administrator first.",
    { details: { reason: "last_admin" } },
  );
}
