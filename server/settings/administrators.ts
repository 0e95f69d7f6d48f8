import type { Actor } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { db, type Tx } from "@/server/infra/db";

/** Throws `forbidden` unless the person administers the installation now. */
export async function requireInstallationAdmin(
  tx: Tx,
  actor: Pick<Actor, "userId">,
): Promise<void> {
  if (await isInstallationAdmin(tx, actor)) return;
  throw new AppError("forbidden", "This is for administrators of the installation.");
}

export async function isInstallationAdmin(tx: Tx, actor: Pick<Actor, "userId">): Promise<boolean> {
  const where = { id: actor.userId, instanceAdminSince: { not: null }, disabledAt: null };
  return (await tx.user.count({ where })) > 0;
}

/** Whom to ask: names of administrators, those who have been it longest first. */
export async function installationAdminNames(): Promise<string[]> {
  const rows = await db().user.findMany({
    where: { instanceAdminSince: { not: null }, disabledAt: null },
    orderBy: { instanceAdminSince: "asc" },
    select: { name: true },
    take: 3,
  });
  return rows.map((row) => row.name);
}
