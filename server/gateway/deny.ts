// In: a call that is refused before it is made. Out: its row, then the refusal. Promises that the row holds no more than
// the endpoint's filters allow, also of a name that names no tool (security: T91).
import { type Call, recordDenied } from "@/server/activity/record";
import { editObject, rawOf } from "@/server/core/json-edit";
import { scanJson } from "@/server/core/json-scan";
import { callOf } from "@/server/gateway/call-facts";
import { type Found, foundIn } from "@/server/gateway/found";
import { reportFault } from "@/server/gateway/redact-fault";
import { redactParams } from "@/server/gateway/redact-json";
import { Refusal } from "@/server/gateway/refusal";
import type { CallAction, Routed } from "@/server/gateway/route";
import type { PiiType } from "@/server/pii/entities";
import { redactText } from "@/server/pii/redact";

type Reason = "unknown_tool" | "invalid_params" | "filter_failed";

/** Why a call does not even reach the tools; `not_permitted` when no rule of the person's roles allows the endpoint. */
export type Barred = "not_permitted" | "endpoint_off";

type Copy = { toolName: string | null; params: string; found: Found | null };

const codes: Record<Reason, number> = {
  unknown_tool: -32602,
  invalid_params: -32602,
  filter_failed: -32603,
};

/** Always throws: `Refusal` 200 once the row is durable, AppError `unavailable` when it cannot be. */
export async function deny(
  admitted: Routed<CallAction>,
  call: Call,
  reason: Reason,
  message: string,
): Promise<never> {
  const copy = await copyOf(admitted, call);
  const said = reason === "unknown_tool" ? `${message}: ${copy.toolName}` : message;
  await recordDenied({ ...call, toolName: copy.toolName }, reason, said, copy.params, copy.found);
  throw new Refusal(200, codes[reason], said, { recorded: true });
}

/** Makes the row of a call that was barred; `message` may name rules, which the client is not told. */
export async function recordBarred(
  routed: Routed<CallAction>,
  reason: Barred,
  message: string,
): Promise<void> {
  const call = callOf(routed);
  const copy = await copyOf(routed, call);
  await recordDenied(
    { ...call, toolName: copy.toolName },
    reason,
    message,
    copy.params,
    copy.found,
  );
}

async function copyOf(routed: Routed<CallAction>, call: Call): Promise<Copy> {
  const { record } = routed.snapshot.filters;
  return record ? redacted(routed, call, record) : plain(routed, call);
}

function plain({ action, text }: Routed<CallAction>, { toolName }: Call): Copy {
  return { toolName, params: action.params ? rawOf(text, action.params) : "{}", found: null };
}

/** What cannot be redacted is not kept at all. */
async function redacted(
  admitted: Routed<CallAction>,
  call: Call,
  types: readonly PiiType[],
): Promise<Copy> {
  const { action, text, snapshot } = admitted;
  const isKnown = action.target !== null;
  try {
    if (!snapshot.filters.isSound) throw new Error("a type that cannot be found");
    // The whole name, before it is cut: half an address would not be found.
    const name = action.name === null ? null : redactText(action.name, types);
    const toolName = isKnown ? call.toolName : (name?.slice(0, 256) ?? null);
    const raw = action.params ? rawOf(text, action.params) : "{}";
    const { text: params, findings } = await redactParams(raw, types);
    const found = foundIn("request", findings);
    return { toolName, params: isKnown || !name ? params : renamed(params, name), found };
  } catch (error) {
    reportFault(error, admitted, "denied request");
    return { toolName: isKnown ? call.toolName : null, params: "{}", found: [] };
  }
}

/** A name is protocol, and kept, as long as it names something. */
function renamed(params: string, name: string): string {
  const root = scanJson(params, { levels: 1, maxDepth: Number.POSITIVE_INFINITY });
  return editObject(params, root, { name: JSON.stringify(name) });
}
