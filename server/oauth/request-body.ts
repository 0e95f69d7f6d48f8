// In: a request. Out: its body as text. Promises to stop reading at 48 KB (security: T13).
import { AppError } from "@/server/core/errors";

const mostBytes = 48 * 1024;

/** Throws `too_large`, `bad_request` when the body is not UTF-8. */
export async function readBody(request: Request): Promise<string> {
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw tooLarge();
    chunks.push(chunk);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw new AppError("bad_request", "The request is not valid UTF-8.", { cause });
  }
}

function tooLarge(): AppError {
  return new AppError("too_large", "The request is larger than 48 KB.");
}
