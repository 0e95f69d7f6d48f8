import { AppError } from "@/server/core/errors";
import { headersFor, type Manner } from "@/server/credentials/headers";
import { type Binding, unseal } from "@/server/infra/seal";

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

/** What sockets and upstream sessions are kept apart by: another version is another key. */
export function credentialKeyOf(
  credential: Pick<SealedCredential, "id" | "version"> | null,
): string {
  return credential ? `${credential.id}:${credential.version}` : "none";
}

/**
 * The request headers that sign us in at a server; none for a server without sign-in. Throws `connection_required` when
 * nothing is stored and `internal` when what is stored does not open.
 */
export async function openCredential(
  server: CredentialServer,
  credential: SealedCredential | null,
): Promise<Record<string, string>> {
  if (server.authMethod === "none") return {};
  if (!credential)
    throw new AppError(
      "connection_required",
      "No credential is stored for this server. An administrator of the project has to enter it.",
    );
  const secret = await unseal(credential.sealed, credentialBinding(server, credential));
  return headersFor(server, secret);
}
