import type { Ctx } from "@/server/access/access";
import { isHeld } from "@/server/access/granting";
import { ruleSentence } from "@/server/access/sentences";
import { db } from "@/server/infra/db";
import { type FoundRole, listFound } from "@/server/roles/find";

/** The roles of the project for who gives them, each with why this person may not, or null. */
export async function listRoleChoices(ctx: Ctx) {
  const { projectId } = ctx.access.where("member.edit");
  const roles = await listFound(db(), projectId);
  return roles.map((role) => ({
    ...{ key: role.key, name: role.name, builtin: role.builtin },
    description: role.description,
    refusal: givingRefusal(ctx, role),
  }));
}

/** Why this person may not give this role, or null. */
export function givingRefusal({ access }: Ctx, { rules }: FoundRole): string | null {
  const beyond = rules.find((rule) => !isHeld(access.rights, rule));
  return beyond ? `You do not hold this yourself: ${ruleSentence(beyond)}` : null;
}
