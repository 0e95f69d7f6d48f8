// A server that knows exactly which calls it executed: every call carries a mark, noted before anything else happens.
import { setTimeout as pause } from "node:timers/promises";
import { startCannedUpstream } from "@/server/testing/canned-upstream";
import type { FakeUpstream } from "@/server/testing/fake-upstream";

export type Work = { mark: string; ms: number };

/** A server of `era` with one tool, `tool`; it notes the mark in `executed` and answers with it after `ms`. */
export function startMarkedUpstream(
  era: "E25" | "E26",
  tool: string,
  executed: string[],
): Promise<FakeUpstream> {
  const properties = `{"mark":{"type":"string"},"ms":{"type":"number"}}`;
  return startCannedUpstream({
    era,
    tools: [`{"name":"${tool}","inputSchema":{"type":"object","properties":${properties}}}`],
    call: async (_tool, body) => {
      const { mark, ms } = workOf(body);
      executed.push(mark);
      await pause(ms);
      return `{"content":[{"type":"text","text":"${mark}"}]}`;
    },
  });
}

function workOf(body: string): Work {
  return (JSON.parse(body) as { params: { arguments: Work } }).params.arguments;
}
