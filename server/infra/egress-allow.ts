// In: the `host:port` entries of EGRESS_ALLOW and of administrators. Out: whether a host may be reached although it is
// private or speaks plain http. Promises exact matching of names; it never opens cloud metadata.
import { isIPv6 } from "node:net";
import { shared } from "@/server/core/shared";
import { isMetadataAddress } from "@/server/infra/egress-addresses";
import { env } from "@/server/infra/env";

type Allowed = { entries: ReadonlySet<string>; generation: number };

function allowed(): Allowed {
  return shared("egress-allow", () => ({ entries: canonical([]), generation: 0 }));
}

/** Replaces what administrators allowed; EGRESS_ALLOW of the environment is always added. Malformed entries are dropped. */
export function setEgressAllow(list: readonly string[]): void {
  const state = allowed();
  state.entries = canonical(list);
  state.generation++;
}

/** Whether exactly this host and port were allowed. `host` is a URL's hostname, with or without brackets. */
export function isEgressAllowed(host: string, port: number): boolean {
  return allowed().entries.has(hostPortOf(host, port));
}

/** Grows with every change of the list, so that sockets opened under an older one are not reused. */
export function egressGeneration(): number {
  return allowed().generation;
}

/** "127.1:3001" becomes "127.0.0.1:3001"; null for anything but host:port, and for cloud metadata addresses. */
export function parseHostPort(entry: string): string | null {
  const match = /^([^\s/@?#\\]+):(\d{1,5})$/.exec(entry.trim());
  const [, name, digits] = match ?? [];
  const port = Number(digits);
  if (name === undefined || port < 1 || port > 65_535) return null;
  const host = canonicalHost(name);
  return host === null || isMetadataAddress(bare(host)) ? null : hostPortOf(host, port);
}

/** The entry for a host and port: brackets around IPv6, as in a URL. */
export function hostPortOf(host: string, port: number): string {
  return `${isIPv6(host) ? `[${host}]` : host.toLowerCase()}:${port}`;
}

/** A URL's hostname without the brackets of IPv6. */
export function bare(host: string): string {
  return host.replace(/^\[|\]$/g, "");
}

function canonical(list: readonly string[]): ReadonlySet<string> {
  const entries = [...env().egressAllow, ...list].map(parseHostPort);
  return new Set(entries.filter((entry) => entry !== null));
}

function canonicalHost(name: string): string | null {
  if (!URL.canParse(`http://${name}/`)) return null;
  const url = new URL(`http://${name}/`);
  return url.port === "" && url.hostname !== "" ? url.hostname : null;
}
