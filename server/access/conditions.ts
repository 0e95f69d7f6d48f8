// In: the conditions of a rule as they are stored. Out: a question about an endpoint's name. Promises that what is
// malformed, too long or unknown holds for no endpoint.
import { matchesGlob, maxPatternCharacters, toCharacters } from "@/server/access/glob";

export const operators = ["equal", "not equal", "glob match", "in"] as const;
export type Operator = (typeof operators)[number];

/** `values` holds one text, or for `in` those of the list. */
export type Condition = {
  property: "name";
  operator: Operator;
  values: readonly string[];
};

/** Conditions of a rule, and values of a list. */
export const maxConditions = 20;
export const maxValues = 100;

/** A name, prepared once for all conditions that look at it. */
export type EndpointName = { text: string; characters: readonly string[] };

export function toName(name: string): EndpointName {
  const text = name.normalize("NFC");
  return { text, characters: toCharacters(text) };
}

export type Predicate = (name: EndpointName) => boolean;

/** True for a name that meets every condition; null when one of them cannot be understood. */
export function compileConditions(conditions: unknown): Predicate | null {
  if (!areConditions(conditions)) return null;
  const predicates = conditions.map(compileCondition);
  const [only] = predicates;
  if (only && predicates.length === 1) return only;
  return (name) => predicates.every((holds) => holds(name));
}

function compileCondition({ operator, values: given }: Condition): Predicate {
  const values = given.map((value) => value.normalize("NFC"));
  const [value = ""] = values;
  if (operator === "in") {
    const listed = new Set(values);
    return ({ text }) => listed.has(text);
  }
  if (operator === "equal") return ({ text }) => text === value;
  if (operator === "not equal") return ({ text }) => text !== value;
  const pattern = toCharacters(value);
  return ({ characters }) => matchesGlob(pattern, characters);
}

/** What is stored was checked when it was written; what got there otherwise is checked here. */
export function areConditions(given: unknown): given is Condition[] {
  return Array.isArray(given) && given.length <= maxConditions && given.every(isCondition);
}

function isCondition(given: unknown): given is Condition {
  if (typeof given !== "object" || given === null) return false;
  const { property, operator, values } = given as Record<string, unknown>;
  if (property !== "name" || !operators.some((one) => one === operator)) return false;
  if (!Array.isArray(values) || values.length === 0 || values.length > maxValues) return false;
  if (operator !== "in" && values.length !== 1) return false;
  return values.every((value) => typeof value === "string" && isShort(value));
}

function isShort(value: string): boolean {
  return value.length > 0 && value.length <= maxPatternCharacters;
}

/** Equal for conditions that say the same, whatever their order. */
export function canonical(conditions: readonly Condition[]): string[] {
  const texts = conditions.map(({ property, operator, values }) => {
    const sorted = [...new Set(values.map((value) => value.normalize("NFC")))].sort();
    return JSON.stringify([property, operator, sorted]);
  });
  return [...new Set(texts)].sort();
}
