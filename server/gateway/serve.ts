// In: a request at an endpoint's address. Out: its answer. The order below is the security model: each room takes what the
// one before returned and returns more, so that leaving one out does not compile.
import { newId } from "@/server/core/ids";
import { answerLocally } from "@/server/gateway/answer";
import { authenticate } from "@/server/gateway/authenticate";
import { authorize } from "@/server/gateway/authorize";
import { enter } from "@/server/gateway/entry";
import { placeInEra } from "@/server/gateway/era";
import type { Inbound, Reply } from "@/server/gateway/inbound";
import { admit } from "@/server/gateway/limits";
import { replyTo } from "@/server/gateway/refusal";
import { countRefused, type Reached } from "@/server/gateway/refused";
import { route } from "@/server/gateway/route";
import { readRpc } from "@/server/gateway/rpc";
import { callTool } from "@/server/gateway/tools-call";
import { fromRequest, toResponse } from "@/server/gateway/web-door";

/** Answers an MCP request. Never throws; status codes as in the contract. */
export async function serveMcp(request: Request, slug: string): Promise<Response> {
  const gone: (() => void)[] = [];
  const inbound = fromRequest(request);
  const both = {
    ...inbound,
    onGone: (listener: () => void) => {
      gone.push(listener);
      inbound.onGone(listener);
    },
  };
  const reply = await answerMcp(both, slug);
  return toResponse(reply, () => {
    for (const listener of gone) listener();
  });
}

/** The same for a door that has no Request. */
export async function answerMcp(inbound: Inbound, slug: string): Promise<Reply> {
  const requestId = newId();
  let reached: Reached = { inbound, slug, requestId };
  try {
    const entered = await enter(inbound, slug, requestId); // Host, Origin, token, media types, size, UTF-8
    const spoken = readRpc(entered); // bytes to one checked message
    reached = spoken;
    const known = await authenticate(spoken); // whose token, for this endpoint
    reached = known;
    const placed = await placeInEra(known); // era, headers that agree, session
    reached = placed;
    const routed = route(placed); // exposed name to server and tool
    const authorized = await authorize(routed); // the role allows the endpoint
    const admitted = admit(authorized); // rate and concurrency
    const { action } = admitted;
    // permit · redact · start row durable · call · redact · outcome row durable · reply
    if (action.kind === "call") return await callTool({ ...admitted, action });
    return await answerLocally({ ...admitted, action });
  } catch (error) {
    countRefused(reached, error, new Date()); // what has no row of its own
    return replyTo(error, requestId, idOf(reached));
  }
}

function idOf({ message }: Reached): string | undefined {
  return message?.kind === "request" ? message.id : undefined;
}
