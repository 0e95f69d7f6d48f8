// In: a request at /mcp/<slug>. Out: one that came to our own address, from no foreign page, with a token and a body we
// are willing to read. Promises to look at nothing stored: whatever is refused here cost no query.
import { decodeUtf8 } from "@/server/core/utf8";
import { bearerOf } from "@/server/gateway/bearer";
import type { Inbound } from "@/server/gateway/inbound";
import { Refusal } from "@/server/gateway/refusal";
import { env } from "@/server/infra/env";

type Verb = "POST" | "GET" | "DELETE";

export type Entered = {
  inbound: Inbound;
  slug: string;
  requestId: string;
  /** `performance.now()` at entry. */
  begun: number;
  verb: Verb;
  token: string;
  /** Empty for GET and DELETE. */
  text: string;
  bytes: number;
};

const verbs: readonly string[] = ["POST", "GET", "DELETE"];

/** First room. Throws `Refusal` 400, 401, 403, 404, 405, 406, 413, 415. */
export async function enter(inbound: Inbound, slug: string, requestId: string): Promise<Entered> {
  const begun = performance.now();
  requireOwnHost(inbound);
  requireNoForeignOrigin(inbound);
  if (!/^[a-z0-9-]{1,64}$/.test(slug)) throw new Refusal(404, -32600, "There is no such endpoint.");
  const verb = verbOf(inbound);
  const token = bearerOf(inbound, slug);
  const common = { inbound, slug, requestId, begun, verb, token };
  if (verb !== "POST") return { ...common, text: "", bytes: 0 };
  requireJson(inbound);
  requireAccept(inbound, "application/json", "text/event-stream");
  const bytes = await readBody(inbound);
  const text = decodeUtf8(bytes);
  if (text === null) throw new Refusal(400, -32700, "The body is not valid UTF-8.", { id: null });
  return { ...common, text, bytes: bytes.length };
}

/** True when this Host header names PUBLIC_URL; links and audiences are built from it alone (security: T72). */
export function isOwnHost(host: string | null): boolean {
  const { publicUrl } = env();
  if (publicUrl !== own.publicUrl) own = { publicUrl, hosts: hostsOf(new URL(publicUrl)) };
  return host !== null && (own.hosts.includes(host) || own.hosts.includes(host.toLowerCase()));
}

let own = { publicUrl: "", hosts: [""] };

function hostsOf(url: URL): string[] {
  return url.port === "" ? [url.host, `${url.hostname}:${defaultPort(url)}`] : [url.host];
}

function defaultPort(url: URL): string {
  return url.protocol === "https:" ? "443" : "80";
}

function requireOwnHost(inbound: Inbound): void {
  if (isOwnHost(inbound.header("host"))) return;
  throw new Refusal(403, -32600, `This server answers at ${env().publicUrl} only.`, foreign);
}

/** DNS rebinding: a page of another origin must not reach us with a browser's help (2025-11-25 transports). */
function requireNoForeignOrigin(inbound: Inbound): void {
  const origin = inbound.header("origin");
  if (origin === null || origin === env().publicUrl) return;
  throw new Refusal(403, -32600, "Requests of web pages of another origin are refused.", foreign);
}

const foreign = { id: undefined };

function verbOf(inbound: Inbound): Verb {
  if (verbs.includes(inbound.method)) return inbound.method as Verb;
  throw new Refusal(405, -32600, "Only POST, GET and DELETE are answered here.", {
    id: undefined,
    headers: { allow: "POST, GET, DELETE" },
  });
}

function requireJson(inbound: Inbound): void {
  const type = inbound.header("content-type") ?? "";
  const encoding = inbound.header("content-encoding");
  const plain = encoding === null || encoding.toLowerCase() === "identity";
  if (plain && (type === "application/json" || isJson(type))) return;
  throw new Refusal(
    415,
    -32600,
    "Send the message as application/json in UTF-8, without an encoding.",
    {
      id: null,
      close: true,
    },
  );
}

function isJson(type: string): boolean {
  return /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?;?\s*$/i.test(type);
}

/** Throws 406 unless every one of `types` is accepted, by name or by range. */
export function requireAccept(inbound: Inbound, ...types: string[]): void {
  const header = inbound.header("accept") ?? "";
  // What the SDKs send.
  if (header === "application/json, text/event-stream") return;
  const accepted = header
    .toLowerCase()
    .split(",")
    .filter((part) => !/;\s*q=0(\.0*)?\s*(;|$)/.test(part))
    .map((part) => part.split(";")[0]?.trim());
  const isAccepted = (type: string) =>
    accepted.some((one) => one === type || one === "*/*" || one === type.replace(/\/.*/, "/*"));
  if (types.every(isAccepted)) return;
  throw new Refusal(406, -32600, `The Accept header must name ${types.join(" and ")}.`, {
    id: null,
    close: true,
  });
}

async function readBody(inbound: Inbound): Promise<Buffer> {
  const limit = env().LIMIT_REQUEST_BYTES;
  const announced = Number(inbound.header("content-length") ?? 0);
  const body = announced > limit ? null : await inbound.body(limit);
  if (body) return body;
  throw new Refusal(413, -32600, `The message is longer than ${limit} bytes.`, {
    id: null,
    close: true,
  });
}
