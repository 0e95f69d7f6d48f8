// Which calls, as it stands in an address: for the page on the server and in the browser alike.
import {
  createLoader,
  parseAsArrayOf,
  parseAsFloat,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { CallFilter, defaultSpan, outcomes, spanNames, traits } from "@/server/activity/schema";

export const callParsers = {
  /** `custom` is for two moments chosen by hand. */
  within: parseAsStringLiteral([...spanNames, "custom"]),
  from: parseAsString,
  to: parseAsString,
  endpoint: parseAsString,
  server: parseAsString,
  tool: parseAsString,
  method: parseAsString,
  person: parseAsString,
  client: parseAsString,
  outcome: parseAsArrayOf(parseAsStringLiteral(outcomes)),
  only: parseAsArrayOf(parseAsStringLiteral(traits)),
  min: parseAsFloat,
  max: parseAsFloat,
  error: parseAsString,
  q: parseAsString,
};

export const loadCallFilter = createLoader(callParsers);

type Parsers = typeof callParsers;
export type CallValues = { [K in keyof Parsers]: ReturnType<Parsers[K]["parse"]> };

/** Only what is set and sound, so that one filter has one form as the key of a query. */
export function toCallFilter(values: CallValues): CallFilter {
  const { endpoint, server, person, min, max, within, from, to, ...same } = values;
  const span = within === "custom" ? null : within;
  const time = !span && (from || to) ? { from, to } : { within: span ?? defaultSpan };
  const all = { ...same, ...time, endpointId: endpoint, serverId: server, personId: person };
  const given = Object.entries({ ...all, minMs: min, maxMs: max }).filter(([, value]) =>
    isSet(value),
  );
  const fields: Record<string, { safeParse: (value: unknown) => { success: boolean } }> =
    CallFilter.shape;
  return Object.fromEntries(
    given.filter(([name, value]) => fields[name]?.safeParse(value).success),
  );
}

/** The address of a filter: the other way round. */
export function toCallValues(filter: CallFilter): CallValues {
  const { within, from, to, endpointId, serverId, personId, minMs, maxMs } = filter;
  const { tool, method, client, outcome, only, error, q } = filter;
  const byHand = from || to ? ("custom" as const) : null;
  return {
    ...{ within: within ?? byHand, from: from ?? null, to: to ?? null },
    ...{ endpoint: endpointId ?? null, server: serverId ?? null, person: personId ?? null },
    ...{
      tool: tool ?? null,
      method: method ?? null,
      client: client ?? null,
      error: error ?? null,
      q: q ?? null,
    },
    ...{ outcome: outcome ?? null, only: only ?? null, min: minMs ?? null, max: maxMs ?? null },
  };
}

/** Whether both ask for the same calls, however they are written. */
export function isSameFilter(one: CallFilter, other: CallFilter): boolean {
  const canonical = (filter: CallFilter) =>
    JSON.stringify(
      Object.entries(toCallFilter(toCallValues(filter)))
        .map(([name, value]) => [name, Array.isArray(value) ? [...value].sort() : value])
        .sort(),
    );
  return canonical(one) === canonical(other);
}

/** Whether anything but a time was chosen. */
export function isFiltered(values: CallValues): boolean {
  const { within: _within, from: _from, to: _to, ...rest } = values;
  return Object.values(rest).some(isSet);
}

function isSet(value: unknown): boolean {
  return value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
}
