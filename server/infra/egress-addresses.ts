// In: an IP address as text. Out: whether a configured server may live there. Promises that only globally routable
// unicast passes, in every spelling, and that cloud metadata is told apart, because no allow-list opens it.
import ipaddr from "ipaddr.js";

type Address = ReturnType<typeof ipaddr.parse>;
type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Global IPv6 unicast is 2000::/3 alone (RFC 4291 §2.4); ipaddr.js calls more than that `unicast`, `::7f00:1` too. */
const globalV6 = ipaddr.parseCIDR("2000::/3");

/** Where clouds keep credentials and instance data; link-local as a whole, since providers use all of it. */
const metadata: readonly Range[] = [
  "169.254.0.0/16",
  "168.63.129.16/32",
  "100.100.100.200/32",
  "192.0.0.192/32",
  "fd00:ec2::/32",
  "fd20:ce::/32",
  "fe80::/10",
].map((range) => ipaddr.parseCIDR(range));

/** Ranges whose addresses carry an IPv4 address, and at which byte: mapped, compatible, NAT64 (both), 6to4. */
const carriers: readonly (readonly [Range, number])[] = [
  [ipaddr.parseCIDR("::ffff:0:0/96"), 12],
  [ipaddr.parseCIDR("::ffff:0:0:0/96"), 12],
  [ipaddr.parseCIDR("::/96"), 12],
  [ipaddr.parseCIDR("64:ff9b::/96"), 12],
  [ipaddr.parseCIDR("64:ff9b:1::/48"), 12],
  [ipaddr.parseCIDR("2002::/16"), 2],
];

/** True for addresses on the public internet; false for everything else, also for what is no address. */
export function isPublicAddress(text: string): boolean {
  const address = parse(text);
  if (!address || isIn(address, metadata)) return false;
  if (address.kind() === "ipv6" && !isIn(address, [globalV6])) return false;
  return address.range() === "unicast";
}

/** True for cloud metadata and link-local addresses, also inside an IPv6 address that carries one. */
export function isMetadataAddress(text: string): boolean {
  const address = parse(text);
  if (!address) return false;
  if (isIn(address, metadata)) return true;
  const inner = carriedIn(address);
  return inner !== null && isIn(inner, metadata);
}

/** The address, an IPv4-mapped one unwrapped, a zone index dropped; null when it is none. */
function parse(text: string): Address | null {
  const bare = text.replace(/%.*$/, "");
  return ipaddr.isValid(bare) ? ipaddr.process(bare) : null;
}

function carriedIn(address: Address): Address | null {
  if (address.kind() !== "ipv6") return null;
  const carrier = carriers.find(([range]) => isIn(address, [range]));
  if (!carrier) return null;
  return ipaddr.fromByteArray(address.toByteArray().slice(carrier[1], carrier[1] + 4));
}

function isIn(address: Address, ranges: readonly Range[]): boolean {
  return ranges.some((range) => range[0].kind() === address.kind() && address.match(range));
}
