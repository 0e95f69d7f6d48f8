// In: a rule. Out: the sentence people read. Promises to say every condition, and nothing of how it is stored.
import { catalogue, type EndpointPermission, type Permission } from "@/server/access/actions";
import type { Condition } from "@/server/access/conditions";
import type { Rule } from "@/server/access/rights";

const verbs: Record<EndpointPermission, string> = {
  "endpoint.read": "see",
  "endpoint.create": "create",
  "endpoint.edit": "change",
  "endpoint.delete": "delete",
  "endpoint.connect": "connect AI clients to",
};

/** “May connect AI clients to endpoints whose name matches “engineering-*”.” */
export function ruleSentence({ permission, conditions }: Rule): string {
  if (conditions.length === 0) return `May ${permissionWords(permission)}.`;
  const verb = verbs[permission as EndpointPermission] ?? permission;
  return `May ${verb} endpoints whose name ${conditions.map(conditionWords).join(" and ")}.`;
}

/** The sentence of the catalogue, as it goes on after “may”. */
export function permissionWords(permission: Permission): string {
  const what = catalogue[permission];
  return `${what.charAt(0).toLowerCase()}${what.slice(1)}`;
}

function conditionWords({ operator, values }: Condition): string {
  const quoted = values.map((value) => `“${value}”`);
  const [first = ""] = quoted;
  if (operator === "equal") return `is ${first}`;
  if (operator === "not equal") return `is not ${first}`;
  if (operator === "glob match") return `matches ${first}`;
  return quoted.length === 1 ? `is ${first}` : `is one of ${quoted.join(", ")}`;
}
