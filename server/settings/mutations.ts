import { notFound } from "@/server/access/access";
import { record } from "@/server/audit/record";
import type { Actor } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { transaction } from "@/server/infra/db";
import { bare, hostPortOf, parseHostPort } from "@/server/infra/egress-allow";
import { requireInstallationAdmin } from "@/server/settings/administrators";
import { reloadEgress } from "@/server/settings/egress-feed";
import type { AllowEgress, EgressId } from "@/server/settings/schema";

/** Lets servers have one private address. Allowing it twice is no fault; cloud metadata is never allowed. */
export async function allowEgress(actor: Actor, input: AllowEgress): Promise<{ hostPort: string }> {
  const { host, port, hostPort } = parse(input.hostPort);
  await transaction(async (tx) => {
    await requireInstallationAdmin(tx, actor);
    const id = newId();
    const data = [{ id, host, port, createdById: actor.userId, createdAt: actor.now }];
    const { count } = await tx.egressAllowance.createMany({ data, skipDuplicates: true });
    if (count === 0) return;
    await record(tx, actor, {
      action: "egress.allowed",
      projectId: null,
      subject: { type: "egress", id, name: hostPort },
      after: { hostPort },
    });
  });
  await reloadEgress();
  return { hostPort };
}

/** Takes an allowance back: open connections to it are not reused. */
export async function removeEgress(actor: Actor, input: EgressId): Promise<void> {
  await transaction(async (tx) => {
    await requireInstallationAdmin(tx, actor);
    const row = await tx.egressAllowance.findUnique({ where: { id: input.id } });
    if (!row) throw notFound("allowed address");
    const { count } = await tx.egressAllowance.deleteMany({ where: { id: row.id } });
    if (count === 0) throw notFound("allowed address");
    const hostPort = hostPortOf(row.host, row.port);
    await record(tx, actor, {
      action: "egress.removed",
      projectId: null,
      subject: { type: "egress", id: row.id, name: hostPort },
      before: { hostPort },
    });
  });
  await reloadEgress();
}

function parse(entry: string): { host: string; port: number; hostPort: string } {
  const hostPort = parseHostPort(entry);
  if (!hostPort)
    throw new AppError(
      "bad_request",
      "This address cannot be allowed: it must be host:port, and never one of a cloud's own services.",
    );
  const at = hostPort.lastIndexOf(":");
  return { host: bare(hostPort.slice(0, at)), port: Number(hostPort.slice(at + 1)), hostPort };
}
