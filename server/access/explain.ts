// In: somebody's rights and an endpoint. Out: which rule of which role allows something, or which is missing. Promises to
// agree with the decision, rule by rule.
import type { EndpointPermission } from "@/server/access/actions";
import { toName } from "@/server/access/conditions";
import { type Rights, type RoleRules, ruleAllows } from "@/server/access/rights";
import { permissionWords, ruleSentence } from "@/server/access/sentences";

/** A role, and its rule as people read it. */
export type Basis = { role: { key: string; name: string }; sentence: string };

/** The rules that allow it, in the order of the roles. Empty exactly when it is denied. */
export function basisOf(rights: Rights, permission: EndpointPermission, name: string): Basis[] {
  const prepared = toName(name);
  return rights.roles.flatMap((role) =>
    role.rules
      .filter((rule) => ruleAllows(rule, permission, prepared))
      .map((rule) => ({ role: refOf(role), sentence: ruleSentence(rule) })),
  );
}

/** For each role: the rules of this permission that do not reach the endpoint, or that it has none. */
export function missingOf(rights: Rights, permission: EndpointPermission, name: string): Basis[] {
  const what = permissionWords(permission);
  const prepared = toName(name);
  return rights.roles.flatMap((role) => {
    const rules = role.rules.filter((rule) => rule.permission === permission);
    if (rules.length === 0)
      return [{ role: refOf(role), sentence: `Has no rule that allows to ${what}.` }];
    return rules
      .filter((rule) => !ruleAllows(rule, permission, prepared))
      .map((rule) => ({
        role: refOf(role),
        sentence: `${ruleSentence(rule)} That is not “${name}”.`,
      }));
  });
}

/** The same in one line, for the record of a denied call. */
export function missingLine(rights: Rights, permission: EndpointPermission, name: string): string {
  const needed = `No rule allows to ${permissionWords(permission)} named “${name}”.`;
  const held = missingOf(rights, permission, name).map(
    ({ role, sentence }) => `${role.name}: ${sentence}`,
  );
  return [needed, ...(held.length > 0 ? held : ["The person holds no role here."])].join(" ");
}

function refOf({ key, name }: RoleRules): Basis["role"] {
  return { key, name };
}
