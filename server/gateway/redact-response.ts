// In: a call with the server's answer. Out: the same with the answer its client may have, and the copy that may be kept.
// Promises that what the redactor could not read is withheld and said to be; without filters it looks at nothing.
import type { EndpointSnapshot, ExposedTool } from "@/server/endpoints/snapshot";
import { type Answered, endingOf } from "@/server/gateway/call";
import { filterFailure } from "@/server/gateway/failure";
import { type Found, foundIn } from "@/server/gateway/found";
import { reportFault } from "@/server/gateway/redact-fault";
import { redactAnswer } from "@/server/gateway/redact-json";
import type { PiiType } from "@/server/pii/entities";
import type { JsonRedaction } from "@/server/pii/redact-json";
import type { UpstreamAnswer } from "@/server/upstream/target";

/** `answer` and `ending` are those that may be told from here on. */
export type Filtered = Answered & {
  readonly filtered: true;
  keptAnswer: UpstreamAnswer;
  /** Of both sides; null when no filter is on. */
  found: Found | null;
};

/** Twelfth room, for calls. Throws nothing: a fault of the redactor becomes the answer. */
export async function redactResponse(answered: Answered): Promise<Filtered> {
  const { answer, snapshot } = answered;
  if (!snapshot.filters.record)
    return { ...answered, filtered: true, keptAnswer: answer, found: null };
  const before = answered.foundInRequest ?? [];
  // What we say holds names of ours and addresses that must stay whole.
  if (answered.isOurs) return { ...answered, filtered: true, keptAnswer: answer, found: before };
  try {
    return await redacted(answered, before, snapshot.filters, snapshot.filters.record);
  } catch (error) {
    reportFault(error, answered, "response");
    const failed = filterFailure(answered.target.server.name, answered.call.id);
    return { ...answered, ...failed, filtered: true, keptAnswer: failed.answer, found: before };
  }
}

async function redacted(
  answered: Answered,
  before: Found,
  { response }: EndpointSnapshot["filters"],
  recordTypes: readonly PiiType[],
): Promise<Filtered> {
  const { answer, ending, target } = answered;
  const copy = await redactAnswer(answer, target.tool, recordTypes);
  const keptAnswer = { ...answer, raw: copy.text };
  const isAnswered = answer.kind === "error" && ending.outcome === "failed";
  return {
    ...answered,
    filtered: true,
    answer: { ...answer, raw: await sentOf(answer, target.tool, response, recordTypes, copy) },
    // The server's own words: cut for the record only after they were redacted.
    ending: isAnswered ? endingOf(keptAnswer) : ending,
    keptAnswer,
    found: [...before, ...foundIn("response", copy.findings)],
  };
}

async function sentOf(
  answer: UpstreamAnswer,
  tool: ExposedTool,
  types: readonly PiiType[] | null,
  recordTypes: readonly PiiType[],
  copy: JsonRedaction,
): Promise<string> {
  if (types === null || copy.findings.length === 0) return answer.raw;
  if (types.length === recordTypes.length) return copy.text;
  return (await redactAnswer(answer, tool, types)).text;
}
