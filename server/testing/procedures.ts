// Every procedure of the portal: what it declares, an input it would take, and a way to call it as somebody.
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { z } from "zod";
import { newId } from "@/server/core/ids";
import { createCallerFactory } from "@/server/trpc/init";
import { appRouter } from "@/server/trpc/router";
import type { TestPerson } from "./portal";

export type Procedure = {
  path: string;
  type: "query" | "mutation" | "subscription";
  policy: string;
  /** What it takes beside the project, as JSON schema. */
  fields: Record<string, Shape>;
  /** Those of the fields that cannot be left out. */
  required: readonly string[];
};

type Shape = {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  format?: string;
  minimum?: number;
  minLength?: number;
  minItems?: number;
  items?: Shape;
  properties?: Record<string, Shape>;
  required?: string[];
  anyOf?: Shape[];
  oneOf?: Shape[];
};

type Definition = { type: Procedure["type"]; meta?: { policy?: string }; inputs: z.ZodType[] };

export function listProcedures(): Procedure[] {
  // tRPC keeps them flat by path and types them nested.
  const all = appRouter._def.procedures as unknown as Record<string, { _def: Definition }>;
  return Object.entries(all).map(([path, { _def }]) => {
    const shapes = _def.inputs.map(
      (input) => z.toJSONSchema(input, { io: "input", unrepresentable: "any" }) as Shape,
    );
    const { project: _project, ...fields } = Object.assign(
      {},
      ...shapes.map(({ properties }) => properties),
    ) as Record<string, Shape>;
    const required = shapes.flatMap((shape) => shape.required ?? []);
    return { path, type: _def.type, policy: _def.meta?.policy ?? "", fields, required };
  });
}

/** Something of this shape; only as good as a shape can tell. */
function sampleOf(shape: Shape): unknown {
  if ("const" in shape) return shape.const;
  if (shape.enum) return shape.enum[0];
  const choice = (shape.anyOf ?? shape.oneOf)?.find(({ type }) => type !== "null");
  if (choice) return sampleOf(choice);
  if (shape.type === "object")
    return sampleInput({ fields: shape.properties ?? {}, required: shape.required ?? [] });
  if (shape.type === "array") return fills(shape) && shape.items ? [sampleOf(shape.items)] : [];
  if (shape.type === "integer" || shape.type === "number") return shape.minimum ?? 1;
  if (shape.type === "boolean") return true;
  if (shape.format === "uuid") return newId();
  return "x".repeat(Math.max(1, shape.minLength ?? 1));
}

/** Lists of ids stay empty where they may; what they name is not there. */
function fills({ minItems, items }: Shape): boolean {
  return (minItems ?? 0) > 0 || items?.enum !== undefined;
}

/** What cannot be left out. */
export function sampleInput({
  fields,
  required,
}: Pick<Procedure, "fields" | "required">): Record<string, unknown> {
  const needed = Object.entries(fields).filter(([name]) => required.includes(name));
  return Object.fromEntries(needed.map(([name, shape]) => [name, sampleOf(shape)]));
}

/** True for a field that takes several. */
export function isList(shape: Shape | undefined): boolean {
  return shape?.type === "array";
}

export type Answer = { status: number; message: string; result: unknown };

type Call = (input: unknown) => Promise<unknown>;
const callers = createCallerFactory(appRouter);

/** Calls a procedure as this person, or as nobody. */
export async function callAs(
  person: TestPerson | null,
  path: string,
  input: unknown,
): Promise<Answer> {
  const context = { requestId: newId(), ip: "192.0.2.1", userAgent: null, now: new Date() };
  const caller = callers({ ...context, person: person?.person ?? null });
  const [group = "", verb = ""] = path.split(".");
  const call = (caller as unknown as Record<string, Record<string, Call>>)[group]?.[verb];
  if (!call) throw new Error(`there is no ${path}`);
  try {
    return { status: 200, message: "", result: await call(input) };
  } catch (error) {
    const status = getHTTPStatusCodeFromError(
      error as Parameters<typeof getHTTPStatusCodeFromError>[0],
    );
    return { status, message: error instanceof Error ? error.message : "", result: null };
  }
}

/** A table on the terminal, for whoever reads the test's output. */
export function printTable(
  title: string,
  heads: readonly string[],
  rows: readonly string[][],
): void {
  const widths = heads.map((head, at) =>
    Math.max(head.length, ...rows.map((row) => row[at]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  ");
  process.stdout.write(`\n${title}\n${[heads, ...rows].map(line).join("\n")}\n`);
}
