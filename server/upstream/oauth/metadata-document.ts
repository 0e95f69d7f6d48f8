// In: places where a metadata document may be. Out: the first one that is there. Promises the egress guard for every
// place, no redirect followed, and that a failing server is told apart from an absent document.
import { AppError } from "@/server/core/errors";
import { outboundFetch } from "@/server/infra/outbound-fetch";
import { noAnswer } from "@/server/upstream/status";

const limits = { maxBytes: 256 << 10, totalMs: 10_000 };

export type Document = Readonly<Record<string, unknown>>;

/**
 * The JSON object at the first place that has one; null when none has. Throws AppError as `outboundFetch`, when a
 * server is down (5xx, 429), and `upstream_redirect` when there was nothing but a redirect.
 */
export async function firstDocument(
  places: readonly string[],
  signal?: AbortSignal,
): Promise<Document | null> {
  let redirect: AppError | null = null;
  for (const place of new Set(places)) {
    try {
      const document = await fetchDocument(place, signal);
      if (document) return document;
    } catch (error) {
      // A page that sends strangers to its login is no document, and the next place may still have one.
      if (!(error instanceof AppError) || error.code !== "upstream_redirect") throw error;
      redirect = error;
    }
  }
  if (redirect) throw redirect;
  return null;
}

async function fetchDocument(place: string, signal?: AbortSignal): Promise<Document | null> {
  const headers = { accept: "application/json" };
  const response = await outboundFetch(place, { headers, signal, ...limits });
  if (response.status >= 500 || response.status === 429)
    throw noAnswer(response.status, {
      "retry-after": response.headers.get("retry-after") ?? undefined,
    });
  return response.ok ? toObject(await response.text()) : null;
}

/** The object in a JSON text; null for everything else. */
export function toObject(text: string): Document | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? { ...value } : null;
  } catch {
    return null;
  }
}
