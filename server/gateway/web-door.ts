// In: a fetch-style Request. Out: its Inbound; and a Response for a Reply. Promises streaming without a buffer of ours.
import { type Inbound, type Reply, slackCharacters } from "@/server/gateway/inbound";

/** What the corridor asks of a Request. */
export function fromRequest(request: Request): Inbound {
  return {
    method: request.method,
    header: (name) => request.headers.get(name),
    body: (limit) => readBody(request, limit),
    onGone: (listener) => {
      if (request.signal.aborted) listener();
      else request.signal.addEventListener("abort", listener, { once: true });
    },
    // A Response does not tell when it was sent.
    onSent: (listener) => listener(),
  };
}

async function readBody(request: Request, limit: number): Promise<Buffer | null> {
  if (!request.body) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The Response for a Reply; `onGone` hears when its reader leaves, which some hosts do not tell by the request's signal. */
export function toResponse(reply: Reply, onGone: () => void = () => {}): Response {
  const { status, headers, body } = reply;
  if (typeof body !== "function") return new Response(body, { status, headers });
  const encoder = new TextEncoder();
  let open = true;
  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        body({
          write: (text) => {
            if (open) controller.enqueue(encoder.encode(text));
          },
          end: () => {
            if (open) controller.close();
            open = false;
          },
          full: () => (controller.desiredSize ?? 0) <= 0,
        });
      },
      cancel: () => {
        // Who listens may want to end it, which nobody can any more.
        open = false;
        onGone();
      },
    },
    { highWaterMark: slackCharacters, size: (chunk) => chunk?.byteLength ?? 0 },
  );
  return new Response(stream, { status, headers });
}
