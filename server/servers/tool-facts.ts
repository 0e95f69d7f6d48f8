import { sha256 } from "@/server/core/ids";

/** What the portal shows of a tool; the definition itself stays as it came. */
export type ToolFacts = {
  name: string;
  title: string | null;
  description: string;
  definition: string;
  definitionHash: string;
  readOnly: boolean | null;
  destructive: boolean | null;
};

/** Reads the shown facts out of a definition that `fetchCatalog` accepted. */
export function toolFacts(tool: { name: string; raw: string }): ToolFacts {
  const parsed: unknown = JSON.parse(tool.raw);
  const definition = isObject(parsed) ? parsed : {};
  const given = definition["annotations"];
  const annotations = isObject(given) ? given : {};
  return {
    name: tool.name,
    title: text(definition["title"]) ?? text(annotations["title"]),
    description: text(definition["description"]) ?? "",
    definition: tool.raw,
    definitionHash: sha256(tool.raw),
    readOnly: flag(annotations["readOnlyHint"]),
    destructive: flag(annotations["destructiveHint"]),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | null {
  // PostgreSQL stores no NUL in text.
  return typeof value === "string" && value !== "" ? value.replaceAll("\0", "\ufffd") : null;
}

function flag(value: unknown): boolean | null {
  return typeof value === "boolean" ? value : null;
}
