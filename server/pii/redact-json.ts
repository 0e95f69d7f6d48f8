// In: a valid JSON text and what it is. Out: the same text with personal data replaced, and what was found where. Promises
// that every byte outside the entities stays as it was; a text that is no JSON throws, so that nothing passes unread.
import { setImmediate } from "node:timers/promises";
import type { Declared } from "./declared";
import type { PiiType } from "./entities";
import type { Finding } from "./findings";
import type { ShapeName } from "./json-shapes";
import { JsonWalk } from "./json-walk";
import { mayHold } from "./may-hold";

export type JsonOptions = {
  types: readonly PiiType[];
  /** What the text is; `value` when not said: everything in it is free. */
  shape?: ShapeName;
  /** Where the text stands in its message, put before every path of the findings. */
  path?: string;
  /** Whether an integer that is an entity becomes a placeholder string; `redact` when not said. */
  numbers?: "redact" | "keep";
  /** What a tool's schema declares: names that stay, numbers that stay numbers. */
  declared?: Declared;
};

export type JsonRedaction = { text: string; findings: Finding[] };

/** Redacts in one stretch. Throws `JsonFault` when the text is not JSON. */
export function redactJson(text: string, options: JsonOptions): JsonRedaction {
  if (options.types.length === 0 || !mayHold(text)) return { text, findings: [] };
  const walk = new JsonWalk(text, options);
  try {
    while (walk.step());
    return walk.result();
  } finally {
    walk.end();
  }
}

/** The event loop is held for about this long at most, in milliseconds. */
const stretch = 8;
/** Looking whether there is anything to do takes too long at a stretch for more than this. */
const longMessage = 1 << 21;

/** Redacts like `redactJson`, and lets others have their turn every few milliseconds. */
export async function redactJsonAsync(text: string, options: JsonOptions): Promise<JsonRedaction> {
  if (text.length < longMessage && !mayHold(text)) return { text, findings: [] };
  if (options.types.length === 0) return { text, findings: [] };
  const walk = new JsonWalk(text, options);
  try {
    let since = performance.now();
    while (walk.step()) {
      if (performance.now() - since < stretch) continue;
      await setImmediate();
      since = performance.now();
    }
    return walk.result();
  } finally {
    walk.end();
  }
}
