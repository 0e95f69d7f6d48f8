// Which tools of a server of the conformance suite to call, and with what: pure, from the definitions alone.
import { z } from "zod";
import { memberAt, rawOf } from "@/server/core/json-edit";
import { scanJson } from "@/server/core/json-scan";

export type OfferedTool = { name: string; raw: string };

/** `args` is a raw object. */
export type PlannedCall = { tool: OfferedTool; args: string };

const Prescribed = z.object({
  toolCalls: z.array(z.object({ name: z.string(), arguments: z.record(z.string(), z.unknown()) })),
});

const Definition = z.object({
  inputSchema: z.object({
    properties: z.record(z.string(), z.object({ type: z.string().optional() })).default({}),
    required: z.array(z.string()).default([]),
  }),
});

/** The calls a scenario prescribes; otherwise every tool once, with the least its schema asks for. */
export function planCalls(
  tools: readonly OfferedTool[],
  context: Readonly<Record<string, unknown>>,
): PlannedCall[] {
  const prescribed = Prescribed.safeParse(context);
  if (!prescribed.success)
    return tools.map((tool) => ({ tool, args: leastArguments(tool, tools) }));
  return prescribed.data.toolCalls.flatMap((call) => {
    const tool = tools.find(({ name }) => name === call.name);
    return tool ? [{ tool, args: JSON.stringify(call.arguments) }] : [];
  });
}

function leastArguments(tool: OfferedTool, tools: readonly OfferedTool[]): string {
  const { properties, required } = Definition.parse(JSON.parse(tool.raw)).inputSchema;
  const members = required.map((name) => {
    const value = name === "schema" ? schemaOf(tools) : sample(properties[name]?.type);
    return `${JSON.stringify(name)}:${value}`;
  });
  return `{${members.join(",")}}`;
}

/** The first tool's input schema exactly as it came: one scenario has it sent back, to see what was kept of it. */
function schemaOf([first]: readonly OfferedTool[]): string {
  const raw = first?.raw ?? "{}";
  const schema = memberAt(raw, scanJson(raw), "inputSchema");
  return schema ? rawOf(raw, schema) : "{}";
}

const samples: Readonly<Record<string, string>> = {
  number: "2.5",
  integer: "2",
  boolean: "true",
  object: "{}",
  array: "[]",
};

function sample(type: string | undefined): string {
  return samples[type ?? "string"] ?? '"text"';
}
