// In: a request to /api/trpc. Out: its answer. Promises that a foreign origin, another content type or an
// oversized body is refused before anything is read or decided.
import type { TRPCError } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { requireOwnOrigin } from "@/server/auth/origin";
import { AppError, errorTable, toAppError } from "@/server/core/errors";
import { createContext } from "@/server/trpc/context";
import { toFailure } from "@/server/trpc/failure";
import { appRouter } from "@/server/trpc/router";

const maxBytes = 1 << 20;

export async function handleTrpc(request: Request): Promise<Response> {
  try {
    requireOwnOrigin(request);
    return await answer(await checkedBody(request));
  } catch (error) {
    return refuse(toAppError(error));
  }
}

function answer(request: Request): Promise<Response> {
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: async ({ resHeaders }) => ({
      ...(await createContext(request.headers)),
      setCookie: (header) => resHeaders.append("set-cookie", header),
    }),
    responseMeta: ({ errors }) => retryAfter(errors),
  });
}

function retryAfter(errors: readonly TRPCError[]): { headers?: Record<string, string> } {
  const waits = errors.map((error) => toFailure(error).retryAfter ?? 0);
  const longest = Math.max(0, ...waits);
  return longest > 0 ? { headers: { "retry-after": String(longest) } } : {};
}

async function checkedBody(request: Request): Promise<Request> {
  if (request.method === "GET" || !request.body) return request;
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  // A form of another site can send text/plain without asking us first, but never JSON.
  if (type !== "application/json")
    throw new AppError("forbidden", "Send the body as application/json.");
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new AppError("too_large", "The request is larger than 1 MB.");
    chunks.push(chunk);
  }
  const { url, headers, method, signal } = request;
  return new Request(url, { method, headers, signal, body: Buffer.concat(chunks) });
}

/** An answer in the shape the client of this door understands. */
function refuse(error: AppError): Response {
  const { http, trpc } = errorTable[error.code];
  const data = { code: trpc, httpStatus: http, reason: error.code, details: error.details };
  const json = { message: error.message, code: -32600, data: { ...data, requestId: null } };
  return Response.json({ error: { json } }, { status: http });
}
