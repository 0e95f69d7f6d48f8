import { db } from "@/server/infra/db";

/**
 * What a call learnt: the server no longer accepts this credential. Kept once, and only while the credential is still the
 * one that was refused, so that a late answer does not blame its replacement.
 */
export async function reportNeedsSignIn(serverId: string, credentialKey: string): Promise<void> {
  const [id = "", version = ""] = credentialKey.split(":");
  const still =
    credentialKey === "none"
      ? { authMethod: "none" }
      : { credentials: { some: { id, version: Number(version) } } };
  await db().mcpServer.updateMany({
    where: { id: serverId, status: { not: "needs_sign_in" }, ...still },
    data: {
      status: "needs_sign_in",
      statusReason: "The server refused our sign-in during a call. Replace the credential.",
    },
  });
}
