// In: clients that registered themselves. Out: rows of OAuthClient, and back. Promises that a client's secret is sealed.
import { type Adapter, type AdapterPayload, Provider } from "oidc-provider";
import { newId } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import { type Binding, sealForInstallation, unseal } from "@/server/infra/seal";

/** Keeps clients of dynamic registration; those with a metadata document are read from their address. */
export class ClientAdapter implements Adapter {
  async upsert(clientId: string, payload: AdapterPayload): Promise<void> {
    const { client_secret: secret, ...metadata } = payload;
    await db().oAuthClient.create({
      data: {
        id: newId(),
        clientId,
        kind: "registered",
        name: payload.client_name ?? clientId,
        metadata: JSON.parse(JSON.stringify(metadata)),
        secret: secret ? sealForInstallation(secret, secretBinding(clientId)) : null,
        createdIp: Provider.ctx?.ip || null,
      },
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

function secretBinding(clientId: string): Binding {
  return ["OAuthClient", "secret", clientId];
}
