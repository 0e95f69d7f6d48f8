// In: exports under way, in any replica. Out: how far each has come. Promises that only who began an export hears of it,
// that an export never waits for who asks, and that a thousand are remembered for ten minutes.
import { LRUCache } from "lru-cache";
import type { ExportProgress } from "@/server/audit/schema";
import { shared } from "@/server/core/shared";
import { bus } from "@/server/infra/bus";
import { log } from "@/server/infra/log";

/** Whose export, and the id their browser gave it. */
export type ExportRef = { userId: string; id: string };

const remembered = { max: 1_000, ttl: 10 * 60_000 };
const everyMs = 500;
const newline = 10;

/** How far an export of this person has come, as far as this replica has heard; null for one it has not heard of. */
export function exportProgress({ userId, id }: ExportRef): ExportProgress | null {
  return heard().get(`${userId}/${id}`) ?? null;
}

/** Tells every replica. A failure is logged: it is no reason to end an export. */
export async function tellProgress(ref: ExportRef, progress: ExportProgress): Promise<void> {
  heard();
  try {
    await bus().publish("export", JSON.stringify({ ...ref, progress }));
  } catch (error) {
    log().warn({ err: error }, "how far an export has come could not be told");
  }
}

/** The same file, a line for each row below `head` lines; what was handed to the browser is told twice a second. */
export function followed(
  body: ReadableStream<Uint8Array>,
  ref: ExportRef,
  head: number,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let rows = -head;
  let toldAt = -Infinity;
  let cancelled = false;
  const tell = (state: ExportProgress["state"]) => {
    toldAt = performance.now();
    return tellProgress(ref, { state, rows: Math.max(0, rows), message: null });
  };
  return new ReadableStream({
    pull: async (controller) => {
      if (performance.now() - toldAt > everyMs) await tell("running");
      try {
        const { value, done } = await reader.read();
        // What was asked for before it was cancelled ends like the end of the file.
        if (cancelled) return;
        if (value) rows += linesIn(value);
        if (value) controller.enqueue(value);
        if (!done) return;
      } catch (error) {
        await tell("failed");
        throw error;
      }
      await tell("done");
      controller.close();
    },
    cancel: async (reason) => {
      cancelled = true;
      await tell("cancelled");
      await reader.cancel(reason);
    },
  });
}

function linesIn(piece: Uint8Array): number {
  let lines = 0;
  for (let at = piece.indexOf(newline); at >= 0; at = piece.indexOf(newline, at + 1)) lines++;
  return lines;
}

/** What this replica has heard. */
function heard(): LRUCache<string, ExportProgress> {
  return shared("audit.exports", () => {
    const exports = new LRUCache<string, ExportProgress>(remembered);
    bus().on("export", (told) => {
      if (told === null) return;
      const { userId, id, progress } = readTold(told);
      exports.set(`${userId}/${id}`, progress);
    });
    return exports;
  });
}

/** Only `tellProgress` writes on this topic. */
function readTold(told: string): ExportRef & { progress: ExportProgress } {
  return JSON.parse(told);
}
