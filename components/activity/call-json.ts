import type { Outputs } from "@/components/trpc/outputs";

export type CallDetail = Outputs["activity"]["get"];

/** The whole call as JSON. Bodies go in as they were sent, so that no number changes on the way. */
export function callToJson(call: CallDetail): string {
  const { payloads, ...facts } = call;
  const members = Object.entries(facts).map(([key, value]) => member(key, JSON.stringify(value)));
  const bodies = (["request", "response"] as const).flatMap((side) => {
    const payload = payloads?.[side];
    if (!payload) return [];
    return [member(side, payload.cut ? JSON.stringify(payload.body) : payload.body)];
  });
  return `{\n${[...members, ...bodies].join(",\n")}\n}`;
}

function member(key: string, json: string): string {
  return `  ${JSON.stringify(key)}: ${json}`;
}
