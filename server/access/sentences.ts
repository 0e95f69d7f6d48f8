// In: a rule. Out: the sentence people read. Promises to say every condition, and nothing of how it is stored.
import { catalogue, type EndpointPermission, type Permission } from "@/server/access/actions";
import type { Condition, Operator } from "@/server/access/conditions";
import type { Rule } from "@/server/access/rights";

export const endpointVerbs: Record<EndpointPermission, string> = {
  "endpoint.read": "see",
  "endpoint.create": "create",
  "endpoint.edit": "change",
  "endpoint.delete": "delete",
  "endpoint.connect": "connect AI clients to",
};

/** What stands between “whose name” and the values; a list of one reads as “is”. */
export const operatorWords: Record<Operator, string> = {
  equal: "is",
  "not equal": "is not",
  "glob match": "matches",
  in: "is one of",
};

/** “May connect AI clients to endpoints whose name matches “engineering-*”.” */
export function ruleSentence({ permission, conditions }: Rule): string {
  if (conditions.length === 0) return `May ${permissionWords(permission)}.`;
  const verb = endpointVerbs[permission as EndpointPermission] ?? permission;
  return `May ${verb} endpoints whose name ${conditions.map(conditionWords).join(" and ")}.`;
}

/** The sentence of the catalogue, as it goes on after “may”. */
export function permissionWords(permission: Permission): string {
  const what = catalogue[permission];
  return `${what.charAt(0).toLowerCase()}${what.slice(1)}`;
}

function conditionWords({ operator, values }: Condition): string {
  const words = operatorWords[operator === "in" && values.length === 1 ? "equal" : operator];
  return `${words} ${values.map((value) => `“${value}”`).join(", ")}`;
}
