// In: a tools/list with perhaps a cursor. Out: one page of the stored definitions, as the servers wrote them. Promises no
// upstream contact, a stable order, and that the list is marked private to its person (security: T77).
import { memberAt, stringOf } from "@/server/core/json-edit";
import type { EndpointSnapshot, ExposedTool } from "@/server/endpoints/snapshot";
import type { Admitted } from "@/server/gateway/limits";
import { definitionWithoutRules } from "@/server/gateway/output-schema";
import { Refusal } from "@/server/gateway/refusal";
import type { OwnAction } from "@/server/gateway/route";
import { legacyDefinition } from "@/server/gateway/structured";
import { metaKeys, serverInfo } from "@/server/gateway/versions";
import type { PiiType } from "@/server/pii/entities";

const pageSize = 200;
/** How long a client of 2026 may keep the list without asking; changes are also told by subscription. */
const ttlMs = 10_000;

/** The raw result. Throws `Refusal` -32602 for a cursor we did not give. */
export function listTools({ action, text, snapshot, era }: Admitted<OwnAction>): string {
  const { params } = action;
  const cursor = params ? memberAt(text, params, "cursor") : undefined;
  const after = cursor ? afterOf(stringOf(text, cursor)) : "";
  const rest = after ? snapshot.tools.filter((tool) => tool.exposedName > after) : snapshot.tools;
  const page = rest.slice(0, pageSize);
  const next = rest.length > pageSize ? `,"nextCursor":${cursorTo(page)}` : "";
  const types = snapshot.filters.response;
  const shown = types ? page.map((tool) => withoutRules(tool, types)) : page;
  const definitions = era.kind === "E25" ? shown.map(toLegacy(snapshot)) : shown.map(asItIs);
  const tools = `"tools":[${definitions.join()}]${next}`;
  return era.kind === "E25" ? `{${tools}}` : `{${tools},${modernFields(snapshot, ttlMs)}}`;
}

/** A snapshot's tools and its filters live and end together. */
const loosened = new WeakMap<ExposedTool, ExposedTool>();

/** Clients check structured output against what they were told; a redacted one must pass. */
function withoutRules(tool: ExposedTool, types: readonly PiiType[]): ExposedTool {
  const known = loosened.get(tool);
  if (known) return known;
  const shown = { ...tool, definition: definitionWithoutRules(tool.definition, types) };
  loosened.set(tool, shown);
  return shown;
}

function asItIs({ definition }: ExposedTool): string {
  return definition;
}

function toLegacy({ servers }: EndpointSnapshot): (tool: ExposedTool) => string {
  return ({ definition, serverId }) =>
    servers.get(serverId)?.era === "E26" ? legacyDefinition(definition) : definition;
}

/** What every list-like result of 2026 carries. */
export function modernFields(snapshot: EndpointSnapshot, ttl: number): string {
  const info = JSON.stringify(serverInfo(snapshot.endpoint.name));
  return `"resultType":"complete","ttlMs":${ttl},"cacheScope":"private","_meta":{"${metaKeys.serverInfo}":${info}}`;
}

function cursorTo(page: readonly ExposedTool[]): string {
  const last = page[page.length - 1]?.exposedName ?? "";
  return JSON.stringify(Buffer.from(`after:${last}`).toString("base64url"));
}

function afterOf(cursor: string | undefined): string {
  const text = Buffer.from(cursor ?? "", "base64url").toString();
  const isOurs = cursor !== undefined && Buffer.from(text).toString("base64url") === cursor;
  if (isOurs && text.startsWith("after:")) return text.slice("after:".length);
  throw new Refusal(200, -32602, "Invalid params: unknown cursor.");
}
