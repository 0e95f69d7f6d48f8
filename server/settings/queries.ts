import type { Actor } from "@/server/core/context";
import { db } from "@/server/infra/db";
import { env } from "@/server/infra/env";
import { requireInstallationAdmin } from "@/server/settings/administrators";

/** The private addresses servers may have: those allowed here, and those of EGRESS_ALLOW, which only the operator changes. */
export async function listEgress(actor: Actor) {
  await requireInstallationAdmin(db(), actor);
  const rows = await db().egressAllowance.findMany({
    orderBy: [{ host: "asc" }, { port: "asc" }],
    select: {
      id: true,
      host: true,
      port: true,
      createdAt: true,
      createdBy: { select: { name: true } },
    },
  });
  return {
    allowed: rows.map(({ createdBy, ...row }) => ({ ...row, allowedBy: createdBy?.name ?? null })),
    fromEnvironment: env().egressAllow,
  };
}
