// In: the roles somebody holds, with their rules. Out: what they may do. Promises that a rule which cannot be understood
// allows nothing, and that a decision costs the same for one rule as for thousands once a name was asked about.
import {
  type EndpointPermission,
  isEndpointPermission,
  isPermission,
  type Permission,
} from "@/server/access/actions";
import {
  areConditions,
  type Condition,
  canonical,
  compileConditions,
  type EndpointName,
  type Predicate,
  toName,
} from "@/server/access/conditions";

/** One thing a role allows, where all of its conditions hold. */
export type Rule = { permission: Permission; conditions: readonly Condition[] };

/** A rule as it is stored; null for one that this version does not understand, which allows nothing. */
export function toRule(stored: { permission: string; conditions: unknown }): Rule | null {
  const { permission, conditions } = stored;
  if (!isPermission(permission) || !areConditions(conditions)) return null;
  return { permission, conditions };
}

/** A role as it is held. */
export type RoleRules = {
  /** Key of a built-in role, or the id of a role of the project. */
  key: string;
  name: string;
  rules: readonly Rule[];
};

/** Names whose decision is kept; more than a project has endpoints. */
const keptNames = 10_000;

/** What a set of roles allows. Never changes: other roles or other rules are another one. */
export class Rights {
  private readonly always = new Set<Permission>();
  private readonly sometimes = new Map<EndpointPermission, readonly Predicate[]>();
  private readonly kept = new Map<EndpointPermission, Map<string, boolean>>();

  constructor(readonly roles: readonly RoleRules[]) {
    const conditional = new Map<EndpointPermission, Map<string, Predicate>>();
    for (const rule of roles.flatMap(({ rules }) => rules)) this.add(rule, conditional);
    for (const [permission, predicates] of conditional)
      if (!this.always.has(permission)) this.sometimes.set(permission, [...predicates.values()]);
  }

  /** Held at all: for the project, or for endpoints of some names. */
  holdsSome(permission: Permission): boolean {
    return this.always.has(permission) || this.sometimes.has(permission as EndpointPermission);
  }

  /** Held without a condition. */
  holdsAll(permission: Permission): boolean {
    return this.always.has(permission);
  }

  /** Whether the permission is held for an endpoint of this name. */
  allows(permission: EndpointPermission, name: string): boolean {
    if (this.always.has(permission)) return true;
    const predicates = this.sometimes.get(permission);
    if (!predicates) return false;
    const kept = this.keptOf(permission);
    const known = kept.get(name);
    if (known !== undefined) return known;
    const prepared = toName(name);
    const allowed = predicates.some((holds) => holds(prepared));
    if (kept.size >= keptNames) kept.clear();
    kept.set(name, allowed);
    return allowed;
  }

  private keptOf(permission: EndpointPermission): Map<string, boolean> {
    const kept = this.kept.get(permission) ?? new Map<string, boolean>();
    this.kept.set(permission, kept);
    return kept;
  }

  private add(rule: Rule, conditional: Map<EndpointPermission, Map<string, Predicate>>): void {
    const { permission, conditions } = rule;
    const predicate = isPermission(permission) ? predicateOf(rule) : null;
    if (!predicate) return;
    if (conditions.length === 0) this.always.add(permission);
    // A condition on what has no name would hold for nothing.
    else if (isEndpointPermission(permission)) {
      const of = conditional.get(permission) ?? new Map<string, Predicate>();
      conditional.set(permission, of.set(canonical(conditions).join(), predicate));
    }
  }
}

/** Whether this one rule allows it. */
export function ruleAllows(
  rule: Rule,
  permission: EndpointPermission,
  name: EndpointName,
): boolean {
  return rule.permission === permission && (predicateOf(rule)?.(name) ?? false);
}

/** Rules never change, and an explanation asks each about every endpoint. */
const compiled = new WeakMap<Rule, { predicate: Predicate | null }>();

function predicateOf(rule: Rule): Predicate | null {
  const known = compiled.get(rule);
  if (known) return known.predicate;
  const predicate = compileConditions(rule.conditions);
  compiled.set(rule, { predicate });
  return predicate;
}
