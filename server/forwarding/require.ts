import { type Ctx, notFound } from "@/server/access/access";
import type { AuditAction } from "@/server/audit/actions";
import { type Fact, record } from "@/server/audit/record";
import type { Tx } from "@/server/infra/db";
import { checkOutboundUrl } from "@/server/infra/outbound";
import { egressReady } from "@/server/settings/egress-feed";

export type Known = {
  id: string;
  name: string;
  kind: string;
  url: string;
  outcomes: string;
  payloadsAt: Date | null;
  pausedAt: Date | null;
  stoppedAt: Date | null;
  failures: number;
  headerNames: string[];
  secretSealed: string | null;
  secretHint: string | null;
};

/** A destination of the project, which nobody else changes until the transaction ends. Throws `not_found`. */
export async function lockDestination(tx: Tx, { projectId }: Ctx, id: string): Promise<Known> {
  await tx.$queryRaw`SELECT 1 FROM "ForwardingDestination"
    WHERE id = ${id}::uuid AND "projectId" = ${projectId}::uuid FOR UPDATE`;
  const row = await tx.forwardingDestination.findFirst({ where: { id, projectId } });
  if (!row) throw notFound("destination");
  return row;
}

/** Whoever has payloads sent somewhere must be one who may read them. Throws `forbidden`. */
export function requirePayloads({ access }: Ctx, withPayloads: boolean): void {
  if (withPayloads) access.require("activity.readPayload");
}

/** Throws `bad_request` or `egress_blocked` for an address that is refused unseen; names are judged on connecting. */
export async function requireAllowed(url: string): Promise<void> {
  await egressReady();
  checkOutboundUrl(url);
}

export type Facts = { before?: Record<string, Fact>; after?: Record<string, Fact> };

export function recordForwarding(
  tx: Tx,
  ctx: Ctx,
  action: Extract<AuditAction, `forwarding.${string}`>,
  { id, name }: Pick<Known, "id" | "name">,
  facts: Facts = {},
): Promise<void> {
  const subject = { type: "forwarding", id, name };
  return record(tx, ctx, { action, projectId: ctx.projectId, subject, ...facts });
}

/** What the audit log tells of a destination; of headers their names. */
export function factsOf({
  name,
  url,
  outcomes,
  payloadsAt,
  headerNames,
}: Pick<Known, "name" | "url" | "outcomes" | "payloadsAt" | "headerNames">) {
  return { name, url, outcomes, payloads: payloadsAt !== null, headers: headerNames };
}
