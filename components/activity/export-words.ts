import type { CallFilter } from "@/server/activity/schema";

const words: Partial<Record<string, string>> = {
  endpointId: "endpoint",
  serverId: "server",
  personId: "person",
  minMs: "min",
  maxMs: "max",
};

/** A filter as words of an address, also where its time is open on both sides. */
export function toExportWords(filter: CallFilter): Record<string, string> {
  const set = Object.entries(filter).filter(([, value]) => value !== null && value !== undefined);
  const time = filter.within ? {} : { within: "custom" };
  return {
    ...time,
    ...Object.fromEntries(set.map(([name, value]) => [words[name] ?? name, String(value)])),
  };
}
