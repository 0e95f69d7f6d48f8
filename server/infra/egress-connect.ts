// In: a host and port to connect to. Out: a socket. Promises that it never leads to an address that is not allowed:
// literals are judged before, every DNS answer is judged, and the connected peer is judged once more.
import dns, { type LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { buildConnector } from "undici";
import { shared } from "@/server/core/shared";
import { isMetadataAddress, isPublicAddress } from "@/server/infra/egress-addresses";
import { bare, hostPortOf, isEgressAllowed } from "@/server/infra/egress-allow";

/** The refusal. `never` tells that no allow-list would help. */
export class EgressBlocked extends Error {
  constructor(
    readonly hostPort: string,
    readonly never: boolean,
  ) {
    super("address not allowed");
    this.name = "EgressBlocked";
  }
}

/** All addresses of a name. */
export type Resolver = (hostname: string) => Promise<LookupAddress[]>;

const system: Resolver = (hostname) => dns.promises.lookup(hostname, { all: true });

function resolver(): { resolve: Resolver } {
  return shared("egress-resolver", () => ({ resolve: system }));
}

/** Resolves names another way: for the tests of rebinding. Null returns to the system's resolver. */
export function setResolver(resolve: Resolver | null): void {
  resolver().resolve = resolve ?? system;
}

/** How an address is judged: public ones always, others only when the host was allowed, metadata never. */
type Judge = (address: string) => boolean;
const strict: Judge = isPublicAddress;
const lenient: Judge = (address) => !isMetadataAddress(address);

/**
 * A connector for undici that connects within `timeout` milliseconds, or fails with `EgressBlocked` before a byte is
 * sent. The check happens here because a check of the URL alone is outrun by DNS that changes its mind.
 */
export function guardedConnector(timeout: number): buildConnector.connector {
  const raw = (judge: Judge) => buildConnector({ timeout, lookup: guardedLookup(judge) });
  const connectors = { strict: raw(strict), lenient: raw(lenient) };
  return (options, callback) => {
    const host = bare(options.hostname);
    const port = Number(options.port || (options.protocol === "https:" ? 443 : 80));
    const mode = isEgressAllowed(options.hostname, port) ? "lenient" : "strict";
    const judge = mode === "strict" ? strict : lenient;
    const refuse = (address: string) =>
      callback(new EgressBlocked(hostPortOf(host, port), isMetadataAddress(address)), null);
    // A literal never reaches the lookup.
    if (isIP(host) !== 0 && !judge(host)) return refuse(host);
    connectors[mode](options, (error, socket) => {
      if (error instanceof LookupRefused) return refuse(error.address);
      if (!socket) return callback(error ?? new Error("no socket"), null);
      const peer = socket.remoteAddress ?? "";
      if (judge(peer)) return callback(null, socket);
      socket.destroy();
      refuse(peer);
    });
  };
}

class LookupRefused extends Error {
  constructor(readonly address: string) {
    super("a DNS answer is not allowed");
  }
}

/** A `lookup` for net.connect that fails unless every answer passes: one private answer taints the name. */
export function guardedLookup(judge: Judge): LookupFunction {
  return (hostname, options, callback) => {
    const answer = (addresses: LookupAddress[]) => {
      const refused = addresses.find(({ address }) => !judge(address));
      if (refused) return callback(new LookupRefused(refused.address), []);
      const first = addresses[0];
      if (!first) return callback(new Error("the name has no address"), []);
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    };
    resolver()
      .resolve(hostname)
      .then(answer, (error: NodeJS.ErrnoException) => callback(error, []));
  };
}
