import type { Tx } from "@/server/infra/db";

/** Links to set a password with, by the hash of their token; the value says whose and until when. */
export const resetPrefix = "password_reset:";

/** Links that were made for this person stop working. */
export async function forgetResetLinks(tx: Tx, userId: string): Promise<void> {
  await tx.instanceSetting.deleteMany({
    where: { key: { startsWith: resetPrefix }, value: { path: ["userId"], equals: userId } },
  });
}
