// In: a call with the server's answer. Out: the same with the answer its client may have, and the copy that may be kept.
// Promises that what the redactor could not read is withheld and said to be; without filters it looks at nothing.
import type { EndpointSnapshot, ExposedTool } from "@/server/endpoints/snapshot";
import { type Answered, endingOf } from "@/server/gateway/call";
import { filterFailure } from "@/server/gateway/failure";
import { type Found, foundIn } from "@/server/gateway/found";
import { keptInError, keptInResult } from "@/server/gateway/kept-parts";
import { type Declared, declaredBy } from "@/server/gateway/output-schema";
import { reportFault } from "@/server/gateway/redact-fault";
import { type Filtered as FilteredText, redactParts } from "@/server/gateway/redact-parts";
import type { PiiType } from "@/server/pii/entities";
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
    found: [...before, ...foundIn("response", copy.found)],
  };
}

async function sentOf(
  answer: UpstreamAnswer,
  tool: ExposedTool,
  types: readonly PiiType[] | null,
  recordTypes: readonly PiiType[],
  copy: FilteredText,
): Promise<string> {
  if (types === null || copy.found.length === 0) return answer.raw;
  if (types.length === recordTypes.length) return copy.text;
  return (await redactAnswer(answer, tool, types)).text;
}

function redactAnswer(
  { kind, raw }: UpstreamAnswer,
  tool: ExposedTool,
  types: readonly PiiType[],
): Promise<FilteredText> {
  if (kind === "error") return redactParts(raw, keptInError(raw), types);
  return redactParts(raw, keptInResult(raw, declarationsOf(tool), types), types);
}

/** A tool's schema is read once for as long as its snapshot lives. */
const declarations = new WeakMap<ExposedTool, { declared: Declared | null }>();

function declarationsOf(tool: ExposedTool): Declared | null {
  const known = declarations.get(tool);
  if (known) return known.declared;
  const declared = declaredBy(tool.definition);
  declarations.set(tool, { declared });
  return declared;
}
