import { z } from "zod";
import { CallFilter, defaultSpan, spanNames } from "@/server/activity/schema";
import { ExportFormat } from "@/server/audit/schema";

const filter = CallFilter.shape;

const listOf = <T extends z.ZodType>(schema: T) =>
  z.preprocess((word) => (typeof word === "string" ? word.split(",") : word), schema);
const numberOf = <T extends z.ZodType>(schema: T) =>
  z.preprocess((word) => (typeof word === "string" ? Number(word) : word), schema);

/** The filter as it stands in the address of the activity page, whose other words are of no concern. */
const Address = z.object({
  format: ExportFormat,
  /** `1` for what was sent and answered, too. */
  payloads: z.literal("1").optional(),
  within: z.enum([...spanNames, "custom"]).optional(),
  from: filter.from,
  to: filter.to,
  endpoint: filter.endpointId,
  server: filter.serverId,
  tool: filter.tool,
  method: filter.method,
  person: filter.personId,
  client: filter.client,
  outcome: listOf(filter.outcome),
  only: listOf(filter.only),
  min: numberOf(filter.minMs),
  max: numberOf(filter.maxMs),
  error: filter.error,
  q: filter.q,
});

export type ExportCalls = { format: ExportFormat; payloads: boolean; filter: CallFilter };

/** One address has one meaning: what the page lists at it is what the export holds. */
export const ExportCalls = Address.transform((address): ExportCalls => {
  const { format, payloads, endpoint, server, person, min, max, ...rest } = address;
  const { within, from, to, ...same } = rest;
  const ids = { endpointId: endpoint, serverId: server, personId: person };
  const time = timeOf(within, from, to);
  const chosen = { ...same, ...ids, ...time, minMs: min, maxMs: max };
  return { format, payloads: payloads === "1", filter: chosen };
});

/** A span goes before moments that are left over in the address; two moments chosen by hand may also be open ends. */
function timeOf(
  within: z.infer<typeof Address>["within"],
  from: CallFilter["from"],
  to: CallFilter["to"],
): Pick<CallFilter, "within" | "from" | "to"> {
  if (within === "custom" || (!within && (from || to))) return { from, to };
  return { within: within ?? defaultSpan };
}
