// In: a request to an address somebody configured. Out: its answer, chunk by chunk. Promises the egress guard on every
// connection, no redirects, no encoded bodies, all time limits, and sockets that never serve two credentials.
import { isIP } from "node:net";
import { LRUCache } from "lru-cache";
import { type Dispatcher, Pool } from "undici";
import { AppError } from "@/server/core/errors";
import { shared } from "@/server/core/shared";
import { isMetadataAddress, isPublicAddress } from "@/server/infra/egress-addresses";
import { bare, egressGeneration, hostPortOf, isEgressAllowed } from "@/server/infra/egress-allow";
import { guardedConnector } from "@/server/infra/egress-connect";
import { env } from "@/server/infra/env";
import { egressBlocked } from "@/server/infra/outbound-errors";

/** Sockets one credential may hold open to one origin; further requests wait for a free one. */
const socketsPerPool = 256;

/** Milliseconds a socket may wait for its next request, unless the server says less. */
const keepAlive = 30_000;

function pools(): LRUCache<string, Pool> {
  return shared(
    "outbound-pools",
    () => new LRUCache<string, Pool>({ max: 512, dispose: (pool) => void closeQuietly(pool) }),
  );
}

/**
 * Checks what can be checked of a configurable address before connecting: https (http for allowed hosts alone), no user
 * name or password, no literal of a private range. Throws `bad_request` or `egress_blocked`. Names are judged on connect.
 */
export function checkOutboundUrl(address: string | URL): URL {
  const text = String(address);
  if (text.length > 2048 || !URL.canParse(text))
    throw new AppError(
      "bad_request",
      "This is not an address we understand. Enter a full https:// URL.",
    );
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw new AppError("bad_request", "Only https:// addresses can be used.");
  if (url.username !== "" || url.password !== "")
    throw new AppError("bad_request", "The address must not contain a user name or password.");
  const host = bare(url.hostname);
  const port = portOf(url);
  if (isMetadataAddress(host)) throw egressBlocked(hostPortOf(host, port), true);
  const isName = isIP(host) === 0;
  const refused = url.protocol === "http:" || !(isName || isPublicAddress(host));
  if (refused && !isEgressAllowed(host, port)) throw egressBlocked(hostPortOf(host, port), false);
  url.hash = "";
  return url;
}

export type Checked = { origin: string; path: string };

/** `checkOutboundUrl` for the same addresses again and again: judged once for each state of the allow-list. */
export function checkedAddress(address: string): Checked {
  const cache = shared("outbound-checked", () => new LRUCache<string, Checked>({ max: 1_000 }));
  const key = `${egressGeneration()} ${address}`;
  const known = cache.get(key);
  if (known) return known;
  const { origin, pathname, search } = checkOutboundUrl(address);
  const checked = { origin, path: pathname + search };
  cache.set(key, checked);
  return checked;
}

export function portOf(url: URL): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "https:" ? 443 : 80;
}

/** The sockets of one origin and credential. An older allow-list's sockets are not used again. */
export function outboundPool(origin: string, credentialKey: string): Dispatcher {
  const key = `${egressGeneration()} ${origin} ${credentialKey}`;
  const known = pools().get(key);
  if (known) return known;
  const pool = new Pool(origin, {
    connect: guardedConnector(env().UPSTREAM_CONNECT_MS),
    connections: socketsPerPool,
    pipelining: 1,
    keepAliveTimeout: keepAlive,
    keepAliveTimeoutThreshold: 2_000,
    keepAliveMaxTimeout: 60_000,
    maxHeaderSize: 64 * 1024,
  });
  pools().set(key, pool);
  return pool;
}

/** Closes every socket once its request is done, at the latest after two seconds: for a clean stop. */
export async function closeOutbound(): Promise<void> {
  const open = [...pools().values()];
  const late = setTimeout(() => {
    for (const pool of open) void pool.destroy().catch(() => {});
  }, 2_000);
  await Promise.all(open.map((pool) => pool.close().catch(() => {})));
  clearTimeout(late);
  pools().clear();
}

async function closeQuietly(pool: Pool): Promise<void> {
  if (!pool.closed) await pool.close().catch(() => {});
}
