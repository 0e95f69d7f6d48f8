import type { Ctx } from "@/server/access/access";
import { type Fact, record } from "@/server/audit/record";
import { lockEndpoint, requireEndpoint, subjectOf } from "@/server/endpoints/require";
import type { EndpointFilters, FilterSide, SetFilters, TryFilter } from "@/server/endpoints/schema";
import { db, transaction } from "@/server/infra/db";
import { type PiiType, piiTypes } from "@/server/pii/entities";
import { redactText } from "@/server/pii/redact";
import { redactJson } from "@/server/pii/redact-json";

type FilterColumns = {
  requestFilterSince: Date | null;
  requestFilterTypes: readonly string[];
  responseFilterSince: Date | null;
  responseFilterTypes: readonly string[];
};

/** The filters of an endpoint as people set them. */
export function toFilters(row: FilterColumns): EndpointFilters {
  return {
    request: toSide(row.requestFilterSince, row.requestFilterTypes),
    response: toSide(row.responseFilterSince, row.responseFilterTypes),
  };
}

function toSide(since: Date | null, types: readonly string[]): FilterSide {
  return { enabled: since !== null, types: knownTypes(types) };
}

/** Those of them that can be found, each once and in order. */
export function knownTypes(types: readonly string[]): PiiType[] {
  return piiTypes.filter((type) => types.includes(type));
}

/** In force for the next call on every replica. A filter that stays on keeps the time since when it is. */
export function setFilters(ctx: Ctx, input: SetFilters): Promise<EndpointFilters> {
  const { endpoint: slug, request, response } = input;
  const after = { request, response };
  return transaction(async (tx) => {
    const row = await lockEndpoint(tx, ctx, "endpoint.edit", slug);
    const before = toFilters(row);
    if (JSON.stringify(before) === JSON.stringify(after)) return after;
    await tx.mcpEndpoint.update({
      where: { id: row.id },
      data: {
        requestFilterSince: request.enabled ? (row.requestFilterSince ?? ctx.now) : null,
        requestFilterTypes: request.types,
        responseFilterSince: response.enabled ? (row.responseFilterSince ?? ctx.now) : null,
        responseFilterTypes: response.types,
      },
      select: { id: true },
    });
    await record(tx, ctx, {
      action: "endpoint.filters_changed",
      projectId: ctx.projectId,
      subject: subjectOf(row),
      before: toFacts(before),
      after: toFacts(after),
    });
    return after;
  });
}

function toFacts({ request, response }: EndpointFilters): Record<string, Fact> {
  return {
    filterRequests: request.enabled,
    requestTypes: request.types,
    filterResponses: response.enabled,
    responseTypes: response.types,
  };
}

/** What a filter makes of a text, and of JSON as it would of arguments. Stores and logs nothing. */
export async function tryFilter(ctx: Ctx, input: TryFilter): Promise<{ text: string }> {
  await requireEndpoint(db(), ctx, "endpoint.edit", input.endpoint);
  const { text, types } = input;
  return { text: isJson(text) ? redactJson(text, { types }).text : redactText(text, types) };
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
