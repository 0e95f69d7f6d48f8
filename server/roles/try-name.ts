import type { Ctx } from "@/server/access/access";
import { Rights } from "@/server/access/rights";
import { db } from "@/server/infra/db";
import { requireHolder, usesOf } from "@/server/roles/explain";
import { requireRole } from "@/server/roles/find";
import type { TryName } from "@/server/roles/schema";

/** What rules nobody has saved would allow with an endpoint of this name, whether there is one or not. Changes nothing. */
export async function tryName(ctx: Ctx, input: TryName) {
  ctx.access.require("role.edit");
  if (input.person) ctx.access.require("member.read");
  const saved = input.role ? await requireRole(db(), ctx.projectId, input.role) : null;
  const draft = { key: saved?.key ?? "draft", name: saved?.name ?? "This role" };
  const holder = input.person ? await requireHolder(ctx, input.person) : null;
  const others = holder?.rights.roles.filter(({ key }) => key !== draft.key) ?? [];
  const rights = new Rights([...others, { ...draft, rules: input.rules }]);
  return { name: input.name, because: usesOf(rights, input.name) };
}
