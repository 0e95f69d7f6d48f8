// The command the conformance suite runs in client mode: reads a server's tools and calls each of them. All it says to
// the server is said by server/upstream, as in production; it adds the plan, and a person who consents to everything.
import { closeOutbound } from "@/server/infra/outbound";
import { type PlannedCall, planCalls } from "@/server/testing/conformance-calls";
import { ConformanceConnection } from "@/server/testing/conformance-connection";
import { callUpstream } from "@/server/upstream/call";
import { readCatalog } from "@/server/upstream/catalog";
import { type Discovered, discover } from "@/server/upstream/discover";
import { mcpParamHeaders, paramHeadersOf } from "@/server/upstream/mcp-headers";
import type { Respondent } from "@/server/upstream/respondent";
import { closeAllSessions, giveBack } from "@/server/upstream/sessions";
import type { UnknownTarget, UpstreamAnswer } from "@/server/upstream/target";

export type Scenario = {
  url: string;
  /** What the suite gives along: a client registered beforehand, or calls to make. */
  context: Readonly<Record<string, unknown>>;
};

/** A client that can show forms and knows no defaults; its user accepts every form as it is. */
const respondent: Respondent = {
  knowsDefaults: false,
  answer: async ({ method }) =>
    method === "elicitation/create" ? '{"action":"accept","content":{}}' : null,
};

/** Throws what production throws; `onAnswer` hears of each call. */
export async function exercise(
  { url, context }: Scenario,
  onAnswer: (tool: string, answer: UpstreamAnswer) => void,
): Promise<void> {
  const connection = new ConformanceConnection(url, context);
  const discovered = discoverer();
  try {
    // Each request has attempts of its own, so that what cured the first is not held against the next.
    await connection.use(discovered);
    const read = async (target: UnknownTarget) => readCatalog(target, await discovered(target));
    const { tools } = await connection.use(read);
    for (const call of planCalls(tools, context)) {
      const answer = await connection.use(async (target) =>
        makeCall(target, await discovered(target), call),
      );
      onAnswer(call.tool.name, answer);
    }
  } finally {
    await closeAllSessions();
    await closeOutbound();
  }
}

/** What a server speaks, found out once for each credential. */
function discoverer(): (target: UnknownTarget) => Promise<Discovered> {
  const known = new Map<string, Discovered>();
  return async (target) => {
    const found = known.get(target.credentialKey) ?? (await discover(target));
    if (found.era === "E25" && !known.has(target.credentialKey)) giveBack(found.session);
    known.set(target.credentialKey, found);
    return found;
  };
}

function makeCall(
  target: UnknownTarget,
  { era, protocolVersion }: Discovered,
  { tool, args }: PlannedCall,
): Promise<UpstreamAnswer> {
  return callUpstream(
    { ...target, era, protocolVersion },
    {
      method: "tools/call",
      params: `{"name":${JSON.stringify(tool.name)},"arguments":${args}}`,
      mcpName: tool.name,
      paramHeaders: mcpParamHeaders(paramHeadersOf(tool.raw), args),
      session: { kind: "exclusive" },
      respondent,
    },
  );
}
