import { formatDuration } from "@/components/data/format";
import type { CallFilter } from "@/server/activity/schema";
import { outcomeLabel } from "./outcome-badge";
import { spanLabels } from "./time-range";

/** A filter in a line: "Last 7 days · Denied or Failed · tool search". Ids have no words here. */
export function filterSentence(filter: CallFilter): string {
  const { within, endpointId, serverId, personId, tool, method, client, outcome, only } = filter;
  const { minMs, maxMs, error, q } = filter;
  const parts = [
    within ? spanLabels[within] : "Between two times",
    outcome?.length ? outcome.map(outcomeLabel).join(" or ") : null,
    only?.length ? `only ${only.join(" and ")}` : null,
    tool ? `tool ${tool}` : null,
    method ? `method ${method}` : null,
    client ? `client ${client}` : null,
    endpointId ? "one endpoint" : null,
    serverId ? "one server" : null,
    personId ? "one person" : null,
    typeof minMs === "number" ? `${formatDuration(minMs)} or longer` : null,
    typeof maxMs === "number" ? `under ${formatDuration(maxMs)}` : null,
    error ? `error “${error}”` : null,
    q ? `“${q}”` : null,
  ];
  return parts.filter((part) => part !== null).join(" · ");
}
