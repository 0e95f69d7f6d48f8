// In: clients that registered themselves. Out: rows of OAuthClient, and back. Promises that a client's secret is sealed,
// and that no client is registered without an audit event.
import { type Adapter, type AdapterPayload, Provider } from "oidc-provider";
import { record } from "@/server/audit/record";
import { newId } from "@/server/core/ids";
import { db, type Tx, transaction } from "@/server/infra/db";
import type { InstallationBinding } from "@/server/infra/key-wrapping";
import { sealForInstallation, unseal } from "@/server/infra/seal";

/** Keeps clients of dynamic registration; those with a metadata document are read from their address. */
export class ClientAdapter implements Adapter {
  async upsert(clientId: string, payload: AdapterPayload): Promise<void> {
    const { client_secret: secret, ...metadata } = payload;
    const row = {
      id: newId(),
      clientId,
      kind: "registered",
      name: payload.client_name ?? clientId,
      metadata: JSON.parse(JSON.stringify(metadata)),
      secret: secret ? sealForInstallation(secret, secretBinding(clientId)) : null,
      createdIp: Provider.ctx?.ip || null,
    };
    await transaction(async (tx) => {
      await tx.oAuthClient.create({ data: row });
      await recordRegistration(tx, row, payload.redirect_uris ?? []);
    });
  }

  async find(clientId: string): Promise<AdapterPayload | undefined> {
    const row = await db().oAuthClient.findFirst({
      where: { clientId, kind: "registered" },
      select: { metadata: true, secret: true },
    });
    if (!row) return undefined;
    const metadata = row.metadata as AdapterPayload;
    if (!row.secret) return metadata;
    return { ...metadata, client_secret: await unseal(row.secret, secretBinding(clientId)) };
  }

  async destroy(clientId: string): Promise<void> {
    await db().oAuthClient.deleteMany({ where: { clientId } });
  }

  async findByUid(): Promise<undefined> {}
  async findByUserCode(): Promise<undefined> {}
  async consume(): Promise<void> {}
  async revokeByGrantId(): Promise<void> {}
}

// Anybody may register, so nobody is its author; how often is limited (see limits.ts).
function recordRegistration(
  tx: Tx,
  { id, name, createdIp }: { id: string; name: string; createdIp: string | null },
  returnsTo: readonly string[],
): Promise<void> {
  const userAgent = Provider.ctx?.get("user-agent").slice(0, 400) || null;
  const author = { userId: null, userName: "Not signed in", ip: createdIp, userAgent };
  return record(
    tx,
    { ...author, requestId: newId(), now: new Date() },
    {
      action: "client.registered",
      projectId: null,
      subject: { type: "client", id, name },
      after: { returnsTo },
    },
  );
}

function secretBinding(clientId: string): InstallationBinding {
  return ["OAuthClient", "secret", clientId];
}
