import { z } from "zod";
import {
  CreateRole,
  mostConditions,
  RoleRule,
  RuleCondition,
  wordsOfActions,
} from "@/server/roles/schema";

export type EndpointAction = keyof typeof wordsOfActions;

/** What can be done with endpoints, in the order people think of it. */
export const endpointActions = Object.keys(wordsOfActions) as EndpointAction[];

const catalogueOrder = RoleRule.shape.permission.options;

const RuleForm = z.object({
  actions: z.array(z.enum(endpointActions)).min(1, "Choose what this rule allows."),
  conditions: z
    .array(RuleCondition)
    .max(mostConditions, `At most ${mostConditions} conditions in a rule.`),
});
export type RuleForm = z.input<typeof RuleForm>;

/** A role as it is edited: what holds for the project, and rules that allow several things under the same conditions. */
export const RoleForm = z.object({
  name: CreateRole.shape.name,
  description: z.string().trim().max(300, "At most 300 characters."),
  permissions: z.array(RoleRule.shape.permission),
  rules: z.array(RuleForm),
});
export type RoleForm = z.input<typeof RoleForm>;

type Permission = RoleForm["permissions"][number];
type Saved = {
  name: string;
  description: string;
  rules: readonly {
    permission: Permission;
    conditions: readonly {
      property: "name";
      operator: RuleForm["conditions"][number]["operator"];
      values: readonly string[];
    }[];
  }[];
};

/** To begin with: without seeing the project, one finds nothing else in it. */
export const newRole: Saved = {
  name: "",
  description: "",
  rules: [{ permission: "project.read", conditions: [] }],
};

export function toForm({ name, description, rules }: Saved): RoleForm {
  const groups = new Map<string, RuleForm>();
  const permissions = new Set<Permission>();
  for (const { permission, conditions } of rules) {
    if (!isEndpointAction(permission)) permissions.add(permission);
    else {
      const key = JSON.stringify(conditions);
      const copy = conditions.map((one) => ({ ...one, values: [...one.values] }));
      const group = groups.get(key) ?? { actions: [], conditions: copy };
      groups.set(key, { ...group, actions: withAction(group.actions, permission, true) });
    }
  }
  return { name, description, permissions: inOrder(permissions), rules: [...groups.values()] };
}

/** One rule for each thing that is allowed, as roles are stored. */
export function toRules({ permissions, rules }: z.output<typeof RoleForm>): RoleRule[] {
  return [
    ...permissions.map((permission) => ({ permission, conditions: [] })),
    ...rules.flatMap(({ actions, conditions }) =>
      actions.map((permission) => ({ permission, conditions })),
    ),
  ];
}

/** What counts of a form that is still being filled in: a rule with an unfinished condition must not reach further. */
export function toSoundRules({ permissions, rules }: Pick<RoleForm, "permissions" | "rules">) {
  const parsed = rules.map((rule) =>
    RuleForm.safeParse({ ...rule, conditions: rule.conditions.map(tidied) }),
  );
  const sound = parsed.flatMap(({ data }) => (data ? [data] : []));
  const name = "draft";
  return {
    rules: toRules({ name, description: "", permissions, rules: sound }),
    unfinished: parsed.length - sound.length,
  };
}

// Blank lines of a list are between names, not names.
function tidied<T extends { values: readonly string[] }>(condition: T): T {
  return { ...condition, values: withoutBlanks(condition.values) };
}

/** The names of a list as they count; one blank when there is none. */
export function withoutBlanks(values: readonly string[]): string[] {
  const given = [...new Set(values.map((value) => value.trim()).filter((value) => value !== ""))];
  return given.length > 0 ? given : [""];
}

/** `list` with or without one action, in the order of the catalogue. */
export function withAction<T extends Permission>(list: readonly T[], one: T, on: boolean): T[] {
  const others = list.filter((other) => other !== one);
  return inOrder(on ? [...others, one] : others);
}

function inOrder<T extends Permission>(some: Iterable<T>): T[] {
  const all = [...some];
  return all.sort((a, b) => catalogueOrder.indexOf(a) - catalogueOrder.indexOf(b));
}

function isEndpointAction(permission: string): permission is EndpointAction {
  return Object.hasOwn(wordsOfActions, permission);
}
