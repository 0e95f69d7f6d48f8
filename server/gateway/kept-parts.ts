// In: the raw JSON of a message's params, result or notification. Out: where in it no filter looks: what the protocol
// itself reads, base64, and what an output schema promises (pii-policy §7.3, 7.5, 7.6). Promises to scan only texts that
// mention any of it.

import { memberAt, stringOf } from "@/server/core/json-edit";
import { elementsOf, type JsonNode, membersOf, scanJson } from "@/server/core/json-scan";
import type { Declared } from "@/server/gateway/output-schema";
import type { PiiType } from "@/server/pii/entities";
import { redactText } from "@/server/pii/redact";

/** Part of a text, `end` exclusive. A key's part includes its quotes. */
export type Part = { start: number; end: number; isKey: boolean };

const unbounded = { levels: 2, maxDepth: Number.POSITIVE_INFINITY };

const traces = new Set(["progressToken", "traceparent", "tracestate", "baggage"]);
/** Nothing a person wrote: the words of the protocol, and payloads in base64. */
const blockWords = ["type", "mimeType"];
const binary = new Set(["image", "audio"]);

/** Of a call's params, already scanned. The name is kept where it names a tool. */
export function keptInParams(text: string, params: JsonNode, isKnown: boolean): Part[] {
  const kept = keptMeta(text, memberAt(text, params, "_meta"));
  for (const key of isKnown ? ["name", "requestState"] : ["requestState"])
    kept.push(...wholeOf(memberAt(text, params, key)));
  return kept;
}

const inResults =
  /"(?:data|blob|requestState|nextCursor|resultType|io\.modelcontextprotocol\/[^"]*)"/;

/** Of a result. `declared` is what its tool's output schema promises. */
export function keptInResult(
  raw: string,
  declared: Declared | null,
  types: readonly PiiType[],
): Part[] {
  const isStructured = declared !== null && raw.includes('"structuredContent"');
  if (!isStructured && !inResults.test(raw)) return [];
  const root = scanJson(raw, unbounded);
  const kept = keptMeta(raw, memberAt(raw, root, "_meta"));
  for (const key of ["resultType", "requestState", "nextCursor"])
    kept.push(...wholeOf(memberAt(raw, root, key)));
  const content = memberAt(raw, root, "content");
  if (content?.kind === "array")
    for (const block of elementsOf(raw, content)) kept.push(...keptInBlock(raw, block));
  const structured = memberAt(raw, root, "structuredContent");
  if (declared && structured) kept.push(...keptAsDeclared(raw, structured, declared, types));
  return kept;
}

/** Of an error: its code. */
export function keptInError(raw: string): Part[] {
  const root = scanJson(raw, unbounded);
  return wholeOf(memberAt(raw, root, "code"));
}

/** Of a notification: its envelope, and what counts its progress. */
export function keptInNotification(raw: string): Part[] {
  const root = scanJson(raw, unbounded);
  const kept = keptMeta(raw, memberAt(raw, root, "params", "_meta"));
  for (const key of ["jsonrpc", "method"]) kept.push(...wholeOf(memberAt(raw, root, key)));
  for (const key of ["progressToken", "progress", "total", "level", "requestId"])
    kept.push(...wholeOf(memberAt(raw, root, "params", key)));
  return kept;
}

function keptMeta(text: string, meta: JsonNode | undefined): Part[] {
  if (meta?.kind !== "object") return [];
  return [...membersOf(text, meta)].flatMap(([key, node]) =>
    traces.has(key) || key.startsWith("io.modelcontextprotocol/") ? wholeOf(node) : [],
  );
}

function keptInBlock(text: string, block: JsonNode): Part[] {
  if (block.kind !== "object") return [];
  const type = stringOf(text, memberAt(text, block, "type")) ?? "";
  const own = binary.has(type) ? [...blockWords, "data"] : blockWords;
  return [
    ...own.flatMap((key) => wholeOf(memberAt(text, block, key))),
    ...["mimeType", "blob"].flatMap((key) => wholeOf(memberAt(text, block, "resource", key))),
    ...keptMeta(text, memberAt(text, block, "_meta")),
  ];
}

/** Numbers stay numbers, declared names and constants stay as they are; all else is text. Goes no deeper than the scan. */
function keptAsDeclared(
  text: string,
  root: JsonNode,
  declared: Declared,
  types: readonly PiiType[],
): Part[] {
  const names = new Set([...declared.keys].filter((key) => redactText(key, types) !== key));
  const kept: Part[] = [];
  const queue: { node: JsonNode; name: string | null }[] = [{ node: root, name: null }];
  for (let visit = queue.pop(); visit !== undefined; visit = queue.pop()) {
    const { node, name } = visit;
    if (node.kind === "number" && (declared.numbers?.has(name ?? "") ?? true))
      kept.push(...wholeOf(node));
    if (node.kind === "string" && declared.strings.size > 0) {
      if (declared.strings.has(stringOf(text, node) ?? "")) kept.push(...wholeOf(node));
    }
    if (node.kind === "array")
      for (const element of elementsOf(text, node)) queue.push({ node: element, name });
    if (node.kind !== "object") continue;
    for (const [key, member] of membersOf(text, node)) {
      if (names.has(key)) kept.push(keyOf(text, member));
      queue.push({ node: member, name: key });
    }
  }
  return kept;
}

function keyOf(text: string, { keyStart, start }: JsonNode): Part {
  return { start: keyStart, end: text.lastIndexOf('"', start - 1) + 1, isKey: true };
}

function wholeOf(node: JsonNode | undefined): Part[] {
  return node ? [{ start: node.start, end: node.end, isKey: false }] : [];
}
