// What somebody types into the search of calls: `tool:search duration>500 only:errors rate limit`.
import { outcomes, spanNames, traits } from "@/server/activity/schema";
import type { CallValues } from "./call-filter-params";
import { errorCodes } from "./decision-words";

/** What there is to choose from in fields that go by id or name. */
export type Choices = Record<(typeof listed)[number], Choice[]>;
type Choice = { value: string; label: string };

const listed = ["endpoint", "server", "tool", "method", "person", "client"] as const;
const fixed = { outcome: outcomes, only: traits, within: spanNames } as const;

/** Words before a colon, each with what it asks for. */
const keys: Record<string, string> = {
  tool: "name of a tool",
  method: "as tools/call or tools/list",
  server: "name of a server",
  endpoint: "name of an endpoint",
  person: "who it was made for",
  client: "name of an AI client",
  outcome: "how it ended",
  only: "errors or redacted",
  error: "text in the error",
  duration: "as duration>500 or duration<2s",
  within: "15m to 90d",
};

// A key with a value, which may stand in quotes; or any other word.
const word = /(\w+)([:<>])("[^"]*"?|\S*)|\S+/g;

/** The filter that was typed, and what is left of it as free text: unknown keys as they stand, unknown names alone. */
export function parseWords(typed: string, choices: Choices | undefined): Partial<CallValues> {
  const change: Partial<CallValues> = {};
  const rest: string[] = [];
  for (const [whole, key = "", sign, quoted = ""] of typed.matchAll(word)) {
    const value = quoted.replaceAll('"', "").trim();
    const found = value === "" ? null : toChange(key.toLowerCase(), sign ?? "", value, choices);
    if (found) Object.assign(change, merged(change, found));
    else rest.push(value !== "" && isNamed(key, sign) ? value : whole);
  }
  const text = rest.join(" ").trim();
  return text ? { ...change, q: text } : change;
}

function isNamed(key: string, sign: string | undefined): boolean {
  return sign === ":" && listed.some((one) => one === key.toLowerCase());
}

/** Outcomes add up; anything else is as typed last. */
function merged(before: Partial<CallValues>, { outcome, only, ...rest }: Partial<CallValues>) {
  return {
    ...rest,
    ...(outcome ? { outcome: [...new Set([...(before.outcome ?? []), ...outcome])] } : {}),
    ...(only ? { only: [...new Set([...(before.only ?? []), ...only])] } : {}),
  };
}

function toChange(
  key: string,
  sign: string,
  value: string,
  choices: Choices | undefined,
): Partial<CallValues> | null {
  if (key === "duration" || key === "ms") return toDuration(sign, value);
  if (sign !== ":") return null;
  const name = listed.find((one) => one === key);
  if (name) return toListed(name, value, choices?.[name]);
  if (key === "error") return { error: value };
  const outcome = fixed.outcome.find((one) => one === value.toLowerCase().replaceAll(" ", "_"));
  if (key === "outcome" && outcome) return { outcome: [outcome] };
  const only = fixed.only.find((one) => one === value.toLowerCase());
  if ((key === "only" || key === "is") && only) return { only: [only] };
  const within = fixed.within.find((one) => one === value.toLowerCase());
  if (key === "within" && within) return { within, from: null, to: null };
  return null;
}

/** By name as it is shown; tools, methods and clients also when none was seen yet. */
function toListed(
  name: keyof Choices,
  value: string,
  choices: readonly Choice[] = [],
): Partial<CallValues> | null {
  const same = choices.find(({ label }) => label.toLowerCase() === value.toLowerCase());
  if (same) return { [name]: same.value };
  const byName = name === "tool" || name === "method" || name === "client";
  return byName ? { [name]: value } : null;
}

const units = { "": 1, ms: 1, s: 1_000, m: 60_000 } as const;

function toDuration(sign: string, value: string): Partial<CallValues> | null {
  const [, number, unit = ""] = /^([\d.]+)(ms|s|m)?$/.exec(value) ?? [];
  const length = Number(number) * units[unit as keyof typeof units];
  if (!Number.isFinite(length)) return null;
  return sign === "<" ? { max: length } : { min: length };
}

export type Suggestion = { insert: string; label: string; hint?: string };

/** How the last word may go on. */
export function suggest(typed: string, choices: Choices | undefined): Suggestion[] {
  const last = /(?:^|\s)((?:\w+:"[^"]*)|\S*)$/.exec(typed)?.[1] ?? "";
  const before = typed.slice(0, typed.length - last.length);
  const [key = "", value] = last.split(/:(.*)/s);
  if (value === undefined)
    return Object.entries(keys)
      .filter(([name]) => name.startsWith(last.toLowerCase()))
      .map(([name, hint]) => ({
        insert: `${before}${name}${name === "duration" ? ">" : ":"}`,
        label: name,
        hint,
      }));
  const wanted = value.replaceAll('"', "").toLowerCase();
  return valuesOf(key.toLowerCase(), choices)
    .filter((label) => label.toLowerCase().includes(wanted))
    .slice(0, 8)
    .map((label) => ({
      insert: `${before}${key}:${/\s/.test(label) ? `"${label}"` : label} `,
      label,
    }));
}

function valuesOf(key: string, choices: Choices | undefined): readonly string[] {
  const name = listed.find((one) => one === key);
  if (name) return (choices?.[name] ?? []).map(({ label }) => label);
  if (key === "error") return errorCodes;
  return Object.entries(fixed).find(([one]) => one === key)?.[1] ?? [];
}
