// In: the text of one JSON-RPC message from an upstream. Out: what it is, with its parts as exact text. Promises that
// only a sound answer to our own request passes as an answer: right id and type, exactly one of result and error.
import { AppError } from "@/server/core/errors";
import { memberAt, rawOf, stringOf } from "@/server/core/json-edit";
import { type JsonNode, scanJson } from "@/server/core/json-scan";
import { JsonFault } from "@/server/core/json-tokens";
import type { UpstreamAnswer } from "@/server/upstream/target";

/** An answer's `mark` is the `resultType` of a result, or the code of an error. */
export type Incoming =
  | { kind: "answer"; answer: UpstreamAnswer; mark: string | null }
  | { kind: "notification"; method: string; root: JsonNode }
  | { kind: "request"; method: string; id: string; params: string };

/** The refusal of an answer, with the rule it breaks; the message never quotes the upstream. */
export function invalidAnswer(reason: string, cause?: unknown): AppError {
  return new AppError("upstream_invalid", "The server's answer breaks the MCP protocol.", {
    details: { reason },
    ...(cause === undefined ? {} : { cause }),
  });
}

/**
 * Reads a message that arrived for the request with `id`. Throws `upstream_invalid` for anything that is not a JSON-RPC
 * 2.0 message (batches included), and for an answer to any other id. `maxDepth` limits the nesting of the whole text.
 */
export function readIncoming(text: string, id: number, maxDepth: number): Incoming {
  const root = scan(text, maxDepth);
  if (root.kind !== "object") throw invalidAnswer("not_an_object");
  if (stringOf(text, memberAt(text, root, "jsonrpc")) !== "2.0") throw invalidAnswer("jsonrpc");
  const method = memberAt(text, root, "method");
  if (method) return readCall(text, root, method);
  const result = memberAt(text, root, "result");
  const error = memberAt(text, root, "error");
  const idNode = memberAt(text, root, "id");
  // As text: 7.0 and "7" are not the 7 we sent.
  if (!idNode || rawOf(text, idNode) !== String(id)) throw invalidAnswer("id");
  if ((result === undefined) === (error === undefined)) throw invalidAnswer("result_or_error");
  const part = result ?? error;
  if (part?.kind !== "object") throw invalidAnswer("result_or_error");
  const kind = result ? "result" : "error";
  const answer = { kind, raw: rawOf(text, part) } as const;
  const mark = error ? checkError(text, error) : (markOf(text, part) ?? null);
  return { kind: "answer", answer, mark };
}

function scan(text: string, maxDepth: number): JsonNode {
  try {
    return scanJson(text, { maxDepth, levels: 2 });
  } catch (error) {
    throw invalidAnswer(error instanceof JsonFault ? error.reason : "syntax", error);
  }
}

function readCall(text: string, root: JsonNode, methodNode: JsonNode): Incoming {
  const method = stringOf(text, methodNode);
  const both = memberAt(text, root, "result") ?? memberAt(text, root, "error");
  if (method === undefined || both) throw invalidAnswer("method");
  const id = memberAt(text, root, "id");
  if (!id) return { kind: "notification", method, root };
  if (id.kind !== "string" && id.kind !== "number") throw invalidAnswer("id");
  const params = memberAt(text, root, "params");
  const given = params?.kind === "object" ? rawOf(text, params) : "{}";
  return { kind: "request", method, id: rawOf(text, id), params: given };
}

/** The `resultType` of a result (2026-07-28). */
function markOf(text: string, result: JsonNode): string | undefined {
  return stringOf(text, memberAt(text, result, "resultType"));
}

/** Returns the error's code as text. */
function checkError(text: string, error: JsonNode): string {
  const code = memberAt(text, error, "code");
  const message = memberAt(text, error, "message");
  const raw = code?.kind === "number" ? rawOf(text, code) : "";
  if (!/^-?\d{1,16}$/.test(raw) || message?.kind !== "string") throw invalidAnswer("error_shape");
  return raw;
}
