import type { Ctx } from "@/server/access/access";
import type { AuditAction } from "@/server/audit/actions";
import { type Fact, record } from "@/server/audit/record";
import type { Tx } from "@/server/infra/db";

type AccountAction = Extract<AuditAction, `service_account.${string}`>;

type Facts = { before?: Record<string, Fact>; after?: Record<string, Fact> };

export function recordAccount(
  tx: Tx,
  ctx: Ctx,
  action: AccountAction,
  { id, name }: { id: string; name: string },
  facts: Facts = {},
): Promise<void> {
  const subject = { type: "service_account", id, name };
  return record(tx, ctx, { action, projectId: ctx.projectId, subject, ...facts });
}
