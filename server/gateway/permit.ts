// In: an admitted tools/call. Out: the same with a tool that is offered and arguments it can be given. Promises one answer
// for a tool that is unknown, disabled or another endpoint's, byte for byte (security: T63), and a row for each refusal.
import type { Call } from "@/server/activity/record";
import { editObject, memberAt, rawOf, stringOf } from "@/server/core/json-edit";
import { scanJson } from "@/server/core/json-scan";
import { callOf } from "@/server/gateway/call-facts";
import { deny } from "@/server/gateway/deny";
import { mismatch } from "@/server/gateway/envelope";
import type { Admitted } from "@/server/gateway/limits";
import { isRequestState } from "@/server/gateway/request-state";
import type { CallAction, Target } from "@/server/gateway/route";
import { decodeHeaderValue, mcpParamHeaders, paramHeadersOf } from "@/server/upstream/mcp-headers";

export type Permitted = Admitted<CallAction> & {
  call: Call;
  target: Target;
  /** Raw JSON of the params, as the client sent them, without what it answers to a request of ours. */
  params: string;
  /** The client comes back after it was asked to let its person connect an account. */
  wasAsked: boolean;
  /** Mcp-Param-* headers for an upstream of 2026. */
  paramHeaders: Readonly<Record<string, string>>;
};

/** Eighth room, for calls. Throws `Refusal` 200 (-32602, recorded as denied) or 400 (-32020). */
export async function permit(admitted: Admitted<CallAction>): Promise<Permitted> {
  const { action, text } = admitted;
  const { target } = action;
  const params = action.params ? rawOf(text, action.params) : "{}";
  const call = callOf(admitted);
  if (action.name === null)
    return deny(admitted, call, "invalid_params", "Invalid params: name must be a string.");
  if (!target) return deny(admitted, call, "unknown_tool", "Unknown tool");
  if (action.arguments === null)
    return deny(admitted, call, "invalid_params", "Invalid params: arguments must be an object.");
  const declared = paramHeadersOf(target.tool.definition);
  const paramHeaders = declared.length > 0 ? mcpParamHeaders(declared, action.arguments) : {};
  if (admitted.era.kind === "E26")
    for (const { name } of declared)
      requireHeader(admitted, paramHeaders, `mcp-param-${name.toLowerCase()}`);
  const retry = admitted.era.kind === "E26" ? readRetry(params) : null;
  if (!retry) return { ...admitted, call, target, params, paramHeaders, wasAsked: false };
  const { state, rest } = retry;
  if (state !== null && !isRequestState(state, { ...admitted, target }, new Date()))
    return deny(admitted, call, "invalid_params", "Invalid params: unknown requestState.");
  return { ...admitted, call, target, params: rest, paramHeaders, wasAsked: state !== null };
}

/** What a retry of 2026 carries beside the call. It answers us, so no server sees it. */
function readRetry(params: string): { state: string | null; rest: string } | null {
  if (!params.includes('"requestState"') && !params.includes('"inputResponses"')) return null;
  const root = scanJson(params, { levels: 1, maxDepth: Number.POSITIVE_INFINITY });
  const state = memberAt(params, root, "requestState");
  const rest = editObject(params, root, { requestState: null, inputResponses: null });
  return { state: state ? (stringOf(params, state) ?? "") : null, rest };
}

function requireHeader(
  { inbound, action }: Admitted<CallAction>,
  expected: Readonly<Record<string, string>>,
  name: string,
): void {
  const key = Object.keys(expected).find((one) => one.toLowerCase() === name);
  const value = key === undefined ? null : decodeHeaderValue(expected[key] ?? "");
  const header = inbound.header(name)?.trim() ?? null;
  const given = header === null ? null : decodeHeaderValue(header);
  if (header !== null && given === null) throw mismatch(action.id, name);
  if (given === value) return;
  // 42.0 and 42 are the same integer (2026-07-28 transports, Server Validation).
  const bothNumbers = [given, value].every((one) => one !== null && /^-?\d+(\.0+)?$/.test(one));
  if (!bothNumbers || Number(given) !== Number(value)) throw mismatch(action.id, name);
}
