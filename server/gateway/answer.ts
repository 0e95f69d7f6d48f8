// In: an admitted request that we answer ourselves. Out: its reply. Promises that none of these contacts an upstream.
import { memberAt, rawOf } from "@/server/core/json-edit";
import type { JsonNode } from "@/server/core/json-scan";
import { endMcpSession } from "@/server/endpoints/mcp-sessions";
import type { Reply } from "@/server/gateway/inbound";
import { initialize } from "@/server/gateway/initialize";
import type { Admitted } from "@/server/gateway/limits";
import { lives } from "@/server/gateway/live";
import { setLogLevel } from "@/server/gateway/log-level";
import { recordAnswer, recordRefusal } from "@/server/gateway/record-message";
import { Refusal } from "@/server/gateway/refusal";
import { emptyReply, jsonReply, resultMessage } from "@/server/gateway/reply";
import type { LocalAction, OwnAction } from "@/server/gateway/route";
import { listen, openSessionStream } from "@/server/gateway/streams";
import { listTools, modernFields } from "@/server/gateway/tools-list";
import { capabilities, modern } from "@/server/gateway/versions";
import { bus } from "@/server/infra/bus";

/** Last room of everything that is no call. Streams keep their ticket until they end. */
export async function answerLocally(admitted: Admitted<LocalAction>): Promise<Reply> {
  try {
    const reply = await replyFor(admitted);
    if (!opensStream(admitted.action)) admitted.ticket.release();
    return reply;
  } catch (error) {
    admitted.ticket.release();
    throw error instanceof Refusal ? await recordRefusal(admitted, error) : error;
  }
}

function opensStream({ kind }: LocalAction): boolean {
  return kind === "stream" || kind === "listen";
}

/** Its row is durable before the answer leaves, and before a stream begins. */
async function replyFor(admitted: Admitted<LocalAction>): Promise<Reply> {
  const { action } = admitted;
  if (action.kind === "stream") return openSessionStream(admitted);
  if (action.kind === "listen") return listen({ ...admitted, action });
  const reply = await plainReply({ ...admitted, action });
  const { body } = reply;
  await recordAnswer(admitted, typeof body === "string" ? Buffer.byteLength(body) : 0);
  return reply;
}

type PlainAction = Exclude<LocalAction, { kind: "stream" }>;

async function plainReply(admitted: Admitted<PlainAction>): Promise<Reply> {
  const { action } = admitted;
  if (action.kind === "initialize") return initialize({ ...admitted, action });
  if (action.kind === "log_level") return setLogLevel({ ...admitted, action });
  if (action.kind === "end") return endSession(admitted);
  if (action.kind === "cancelled") return cancel(admitted, action.params);
  if (action.kind === "notice") return emptyReply(202);
  if (action.kind === "unknown") throw unknownMethod(admitted, action.id);
  return jsonReply(resultMessage(action.id, resultOf({ ...admitted, action })));
}

const discoverTtlMs = 300_000;

function resultOf(admitted: Admitted<OwnAction>): string {
  const { action, snapshot } = admitted;
  if (action.kind === "list") return listTools(admitted);
  if (action.kind === "ping") return "{}";
  const facts = JSON.stringify({ supportedVersions: [modern], capabilities });
  return `${facts.slice(0, -1)},${modernFields(snapshot, discoverTtlMs)}}`;
}

/** 2026-07-28 wants 404 for it, the earlier revisions 200. */
function unknownMethod({ era }: Admitted, id: string): Refusal {
  return new Refusal(era.kind === "E26" ? 404 : 200, -32601, "Method not found", { id });
}

async function endSession({ era }: Admitted): Promise<Reply> {
  if (era.kind === "E25" && era.session) await endMcpSession(era.session.id);
  return emptyReply(204);
}

async function cancel({ era, text }: Admitted, params: JsonNode | null): Promise<Reply> {
  const id = params ? memberAt(text, params, "requestId") : undefined;
  const session = era.kind === "E25" ? era.session : null;
  if (id && session) {
    const key = `${session.id}:${rawOf(text, id).slice(0, 256)}`;
    // The call may run on another replica.
    if (!lives().cancel(key)) await bus().publish("cancel", key);
  }
  return emptyReply(202);
}
