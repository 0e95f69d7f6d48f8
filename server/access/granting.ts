// In: what somebody holds and what they want to give. Out: nothing, or a refusal. Promises that nobody gives what they do
// not hold themselves (security: T34); when in doubt it refuses.
import type { Access } from "@/server/access/access";
import { type EndpointPermission, isEndpointPermission } from "@/server/access/actions";
import { canonical, compileConditions } from "@/server/access/conditions";
import type { Rights, Rule } from "@/server/access/rights";
import { ruleSentence } from "@/server/access/sentences";
import { AppError } from "@/server/core/errors";

/** Whether a rule gives no more than these rights: held without condition, or under a part of the rule's conditions. */
export function isHeld(rights: Rights, rule: Rule): boolean {
  const { permission, conditions } = rule;
  if (rights.holdsAll(permission)) return true;
  if (!isEndpointPermission(permission)) return false;
  const wanted = new Set(canonical(conditions));
  return rulesOf(rights, permission).some((held) =>
    canonical(held.conditions).every((condition) => wanted.has(condition)),
  );
}

/** Throws `forbidden`, saying what one would have to hold. For rules of a role, and for roles given to somebody. */
export function requireCanGrant({ rights }: Access, rules: readonly Rule[]): void {
  const beyond = rules.filter((rule) => !isHeld(rights, rule)).map(ruleSentence);
  if (beyond.length === 0) return;
  const [first] = beyond;
  const more = beyond.length > 1 ? ` (and ${beyond.length - 1} more)` : "";
  throw new AppError(
    "forbidden",
    `You can give only what you hold yourself, and your roles do not hold: ${first}${more}`,
    { details: { reason: "not_held", missing: beyond.slice(0, 20) } },
  );
}

function rulesOf(rights: Rights, permission: EndpointPermission): Rule[] {
  // What cannot be understood is not held.
  if (!rights.holdsSome(permission)) return [];
  return rights.roles.flatMap(({ rules }) => rules.filter((rule) => isSound(rule, permission)));
}

function isSound(rule: Rule, permission: EndpointPermission): boolean {
  return rule.permission === permission && compileConditions(rule.conditions) !== null;
}
