// The time that usage covers, as it stands in an address: for the page on the server and in the browser alike.
import { createLoader, parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { type UsageSpan, usageSpans } from "@/server/activity/schema";

export const usageParsers = { range: parseAsStringLiteral(usageSpans).withDefault("24h") };

const load = createLoader(usageParsers);

export async function loadUsageSpan(params: Promise<SearchParams>): Promise<UsageSpan> {
  return (await load(params)).range;
}
