import type { Manner } from "@/server/credentials/headers";
import type { Binding } from "@/server/infra/seal";

export type CredentialServer = Manner & { id: string; projectId: string };
export type SealedCredential = {
  id: string;
  version: number;
  sealed: string;
  /** Absent or null for the shared one. */
  userId?: string | null;
};

/** Where a sealed credential belongs: moved to another row, server, project or person it does not open (T80). */
export function credentialBinding(
  server: Pick<CredentialServer, "id" | "projectId">,
  credential: Pick<SealedCredential, "id" | "userId">,
): Binding {
  const owner = credential.userId ?? "shared";
  return ["ServerCredential", "sealed", credential.id, server.projectId, server.id, owner];
}

/** What sockets and upstream sessions are kept apart by: another version is another key, a refresh is not. */
export function credentialKeyOf(
  credential: Pick<SealedCredential, "id" | "version"> | null,
): string {
  return credential ? `${credential.id}:${credential.version}` : "none";
}
