// What is asked of the record: each filter of the activity page, alone and combined, and what the page asks beside its rows.
import type { Ctx } from "@/server/access/access";
import { getCall } from "@/server/activity/call";
import { listFacets } from "@/server/activity/facets";
import { histogramOf } from "@/server/activity/histogram";
import { listCalls } from "@/server/activity/queries";
import type { CallFilter } from "@/server/activity/schema";
import { endpointTraffic } from "@/server/activity/traffic";
import { usageOf } from "@/server/activity/usage";
import { lastCalls } from "@/server/servers/last-calls";
import { numbered } from "./activity-fill";

const month = { within: "30d" } as const;
const [endpoint, server] = [numbered("e", 3), numbered("5", 3)];
const [person, rarePerson] = [numbered("a", 120), numbered("a", 999)];

export const filters: Record<string, CallFilter> = {
  "no filter": {},
  "30 days": month,
  "an endpoint": { endpointId: endpoint },
  "a server": { serverId: server },
  "a common tool": { tool: "tool_0" },
  "a rare tool": { tool: "rare_tool" },
  "a tool that is not": { tool: "no_tool" },
  "a person": { personId: person },
  "a rare person": { personId: rarePerson },
  "a client": { client: "Client 6" },
  errors: { only: ["errors"] },
  "one outcome": { outcome: ["timed_out"] },
  "two outcomes": { outcome: ["denied", "cancelled"] },
  "an outcome that is not": { outcome: ["revoked"] },
  "over 1 s": { minMs: 1_000 },
  "over 10 s": { minMs: 10_000 },
  "over 300 ms, 30 days": { ...month, minMs: 300 },
  "under 2 ms": { maxMs: 2 },
  "under 0.1 ms": { maxMs: 0.1 },
  redacted: { only: ["redacted"] },
  "30 days, a tool, a person": { ...month, tool: "tool_40", personId: person },
  "a server, a client, a person": { serverId: server, client: "Client 6", personId: person },
  "an endpoint, errors": { endpointId: endpoint, only: ["errors"] },
  "a rare person, errors": { personId: rarePerson, only: ["errors"] },
  "a server, a tool that is not": { serverId: server, tool: "no_tool" },
  "30 days, a tool, a client, over 1 s": {
    ...{ ...month, tool: "tool_7", client: "Client 2", minMs: 1_000 },
  },
  "30 days, a server, redacted, timed out": {
    ...{ ...month, serverId: server, only: ["redacted"], outcome: ["timed_out"] },
  },
  "an endpoint and server, under 1 ms": { endpointId: endpoint, serverId: server, maxMs: 1 },
};

export const texts: Record<string, CallFilter> = {
  "text: in most calls": { q: "lorem" },
  "text: in one of 100,000": { q: "zanzibar" },
  "text: nowhere": { q: "quetzalcoatl" },
  "text: a name": { q: "tool_79" },
  "text in errors: one of 100,000": { error: "flamingo" },
  "30 days, a person, text": { ...month, personId: person, q: "zanzibar" },
};

/** Searches that find little or nothing, and so come to the end of the record. */
export const whole: Record<string, CallFilter> = Object.fromEntries(
  [
    ...["text: in one of 100,000", "text: nowhere", "text in errors: one of 100,000"],
    ...["30 days, a person, text", "under 0.1 ms", "an outcome that is not"],
    ...["30 days, a tool, a person", "a server, a client, a person", "a rare person, errors"],
    ...["a server, a tool that is not", "30 days, a tool, a client, over 1 s"],
    ...["30 days, a server, redacted, timed out", "an endpoint and server, under 1 ms"],
  ].map((name) => [name, { ...filters, ...texts }[name] ?? {}]),
);

type Question = (ctx: Ctx, callId: string) => Promise<unknown>;

export const others: Record<string, Question> = {
  "histogram, 30 days": (ctx) => histogramOf(ctx, month),
  "histogram, 24 hours": (ctx) => histogramOf(ctx, { within: "24h" }),
  "histogram, 90 days": (ctx) => histogramOf(ctx, { within: "90d" }),
  ...Object.fromEntries(
    ["an endpoint", "a rare tool", "errors", "over 10 s", "30 days, a tool, a person"].map(
      (name): [string, Question] => [
        `histogram, 30 days, ${name}`.replace("30 days, 30 days", "30 days"),
        (ctx) => histogramOf(ctx, { ...month, ...filters[name] }),
      ],
    ),
  ),
  "histogram, 30 days, text": (ctx) => histogramOf(ctx, { ...month, q: "zanzibar" }),
  "names to filter by": (ctx) => listFacets(ctx, month),
  "one call": (ctx, id) => getCall(ctx, { id }),
  "usage: the last day": (ctx) => usageOf(ctx, { within: "24h" }),
  "usage: 30 days": (ctx) => usageOf(ctx, { within: "30d" }),
  "endpoints: the last day": (ctx) => endpointTraffic(ctx),
  "servers: last calls": (ctx) => lastCalls(ctx.projectId),
};

export type Page = "first" | "tenth";

/** Where the tenth page begins; null where there are fewer. */
export async function tenthPage(ctx: Ctx, filter: CallFilter): Promise<string | null> {
  let cursor: string | null = null;
  for (let page = 1; page < 10; page++) {
    cursor = (await listCalls(ctx, { ...filter, cursor, limit: 50 })).nextCursor;
    if (!cursor) return null;
  }
  return cursor;
}
