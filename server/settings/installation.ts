import { db } from "@/server/infra/db";
import { env } from "@/server/infra/env";
import { ring } from "@/server/infra/keys";
import { version } from "@/server/infra/version";

/** What an administrator of the installation should know about it; the door has checked that one asks. */
export async function getInstallation() {
  const { publicUrl, oidc } = env();
  const [projects, keys] = await Promise.all([db().project.count(), listKeys()]);
  return {
    version: version(),
    publicUrl,
    database: env().DATABASE_URL ? hostOf(env().DATABASE_URL ?? "") : null,
    singleSignOn: oidc ? new URL(oidc.issuer).host : null,
    projects,
    keys,
  };
}

export type KeyStatus = {
  id: string;
  /** active: seals now; kept: opens older values; missing: named by stored values but not configured. */
  state: "active" | "kept" | "missing";
  dataKeys: number;
};

async function listKeys(): Promise<KeyStatus[]> {
  const groups = await db().dataKey.groupBy({ by: ["keyId"], _count: { _all: true } });
  const uses = new Map(groups.map((group) => [group.keyId, group._count._all]));
  const { active, byId } = ring();
  const ids = new Set([active.id, ...byId.keys(), ...uses.keys()]);
  const stateOf = (id: string) => {
    if (id === active.id) return "active";
    return byId.has(id) ? "kept" : "missing";
  };
  return [...ids].map((id) => ({ id, state: stateOf(id), dataKeys: uses.get(id) ?? 0 }));
}

// The address without its password.
function hostOf(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    return host + pathname;
  } catch {
    return "configured";
  }
}
