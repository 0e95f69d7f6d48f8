// The tools every fake upstream offers, written once for both SDK generations.
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";

type Reach = {
  signal: AbortSignal;
  progress(done: number, total: number): Promise<void>;
  log(text: string): Promise<void>;
};

type Said = { content: { type: "text"; text: string }[]; isError?: boolean };

export type FakeTool = {
  name: string;
  description: string;
  input: z.ZodObject;
  run(args: Record<string, unknown>, reach: Reach): Promise<Said>;
};

const say = (text: string): Said => ({ content: [{ type: "text", text }] });

async function slow(args: Record<string, unknown>, reach: Reach): Promise<Said> {
  const steps = Number(args["steps"]);
  for (let step = 1; step <= steps; step++) {
    await wait(Number(args["ms"]), undefined, { signal: reach.signal });
    await reach.progress(step, steps);
  }
  return say(`done after ${steps} steps`);
}

export const fakeTools: readonly FakeTool[] = [
  {
    name: "echo",
    description: "Returns the text it is given.",
    input: z.object({ text: z.string() }),
    run: async (args) => say(String(args["text"])),
  },
  {
    name: "add",
    description: "Adds two numbers.",
    input: z.object({ a: z.number(), b: z.number() }),
    run: async (args) => say(String(Number(args["a"]) + Number(args["b"]))),
  },
  {
    name: "slow",
    description: "Takes `steps` times `ms` milliseconds, tells its progress, stops when cancelled.",
    input: z.object({ steps: z.number(), ms: z.number() }),
    run: slow,
  },
  {
    name: "fail",
    description: "Answers with an error result.",
    input: z.object({}),
    run: async () => ({ ...say("It did not work."), isError: true }),
  },
  {
    name: "large",
    description: "Returns a text of `bytes` letters.",
    input: z.object({ bytes: z.number() }),
    run: async (args) => say("x".repeat(Number(args["bytes"]))),
  },
  {
    name: "log",
    description: "Sends a log message, then answers.",
    input: z.object({ text: z.string() }),
    run: async (args, reach) => {
      await reach.log(String(args["text"]));
      return say("logged");
    },
  },
];
