import { z } from "zod";
import {
  endpointPermissions,
  isEndpointPermission,
  type Permission,
  permissions,
} from "@/server/access/actions";
import { maxConditions, maxValues, operators } from "@/server/access/conditions";
import { maxPatternCharacters } from "@/server/access/glob";
import { endpointVerbs, operatorWords } from "@/server/access/sentences";
import { EndpointDetails } from "@/server/endpoints/schema";

/** What a condition compares with, in the order of every list of them. */
export const conditionOperators = operators;

/** The words of a rule's sentence, for pages that show it while it is being written. */
export const wordsOfOperators = operatorWords;
export const wordsOfActions = endpointVerbs;

export const mostConditions = maxConditions;

const value = z
  .string()
  .min(1, "Enter a value.")
  .max(maxPatternCharacters, `At most ${maxPatternCharacters} characters.`)
  .regex(/^\P{Cc}*$/u, "Leave out line breaks and control characters.")
  .transform((text) => text.normalize("NFC"));

export const RuleCondition = z
  .object({
    property: z.literal("name"),
    operator: z.enum(operators),
    values: z
      .array(value)
      .min(1, "Enter a value.")
      .max(maxValues, `At most ${maxValues} values in a list.`),
  })
  .refine(({ operator, values }) => operator === "in" || values.length === 1, {
    path: ["values"],
    message: "Enter one value; only “in” takes a list.",
  });
export type RuleCondition = z.output<typeof RuleCondition>;

// z.enum wants a tuple; the catalogue is never empty.
const permission = z.enum(permissions as [Permission, ...Permission[]]);

export const RoleRule = z
  .object({
    permission,
    conditions: z
      .array(RuleCondition)
      .max(maxConditions, `At most ${maxConditions} conditions in a rule.`)
      .default([]),
  })
  .refine((rule) => rule.conditions.length === 0 || isEndpointPermission(rule.permission), {
    path: ["conditions"],
    message: "Only permissions on endpoints take conditions.",
  });
export type RoleRule = z.output<typeof RoleRule>;

/** What a role may ask of every name; the cost of a first decision grows with it. */
const maxRoleConditions = 500;

const rules = z
  .array(RoleRule)
  .max(200, "At most 200 rules in a role.")
  .refine(
    (all) => all.reduce((sum, { conditions }) => sum + conditions.length, 0) <= maxRoleConditions,
    `At most ${maxRoleConditions} conditions in a role.`,
  );

const name = z
  .string()
  .trim()
  .min(1, "Give the role a name.")
  .max(60, "At most 60 characters.")
  .regex(/^\P{Cc}*$/u, "Leave out line breaks and control characters.");
const description = z.string().trim().max(300, "At most 300 characters.").default("");

export const CreateRole = z.object({ name, description, rules });
export type CreateRole = z.output<typeof CreateRole>;

/** Key of a built-in role, or the id of one of the project. */
const roleKey = z.string().min(1).max(64);

export const RoleRef = z.object({ role: roleKey });
export type RoleRef = z.output<typeof RoleRef>;

export const UpdateRole = RoleRef.extend(CreateRole.shape);
export type UpdateRole = z.output<typeof UpdateRole>;

export const CloneRole = RoleRef.extend({ name });
export type CloneRole = z.output<typeof CloneRole>;

const person = z.uuid();

/** A role alone, or as it would add to what a person holds. */
export const PreviewRole = RoleRef.extend({ person: person.nullish() });
export type PreviewRole = z.output<typeof PreviewRole>;

/** The same for rules that are not saved; `role`, if given, is the one they would replace. */
export const TryRules = z.object({ rules, role: roleKey.nullish(), person: person.nullish() });
export type TryRules = z.output<typeof TryRules>;

/** A name that no endpoint need have yet. */
const { name: endpointName } = EndpointDetails.shape;

export const TryName = TryRules.extend({ name: endpointName });
export type TryName = z.output<typeof TryName>;

export const ExplainEndpoint = z.object({ endpoint: z.string().min(1).max(64) });
export type ExplainEndpoint = z.output<typeof ExplainEndpoint>;

export const ExplainPerson = ExplainEndpoint.extend({
  person,
  permission: z.enum(endpointPermissions).default("endpoint.connect"),
});
export type ExplainPerson = z.output<typeof ExplainPerson>;

export const ExplainRenaming = ExplainEndpoint.extend({ name: endpointName });
export type ExplainRenaming = z.output<typeof ExplainRenaming>;
