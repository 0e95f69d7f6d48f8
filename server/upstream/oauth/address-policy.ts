// In: an address from a server's metadata. Out: the same text, when a browser or we may go there. Promises https, http
// on this computer alone where an administrator allowed it, and nothing that a parser or a shell would read otherwise.
import { AppError } from "@/server/core/errors";
import { checkOutboundUrl } from "@/server/infra/outbound";
import { refusal } from "@/server/upstream/oauth/refusal";

/** RFC 3986 without the letters that end strings, start commands or differ between parsers: " $ ( ) ; ' \ and others. */
const plain = /^https?:\/\/[A-Za-z0-9\-._~:/?#[\]@!&*+,=%]+$/;

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Checks the address of an endpoint, `name` being the metadata's word for it. Throws `upstream_invalid` with reason
 * `address`, or `egress_blocked` where an administrator's leave could help.
 */
export function checkEndpoint(address: string, name: string): string {
  const url = plain.test(address) && address.length <= 2_048 ? URL.parse(address) : null;
  if (!url) throw unusable(name, "is not an https:// address");
  if (address.includes("#")) throw unusable(name, "has a fragment");
  if (url.protocol === "http:" && !loopback.test(url.hostname))
    throw unusable(name, "is not encrypted");
  try {
    checkOutboundUrl(address);
  } catch (error) {
    if (error instanceof AppError && error.code === "bad_request")
      throw unusable(name, "has a user name");
    throw error;
  }
  return address;
}

/** An issuer is an endpoint's address without a query (RFC 8414 §2). */
export function checkIssuer(issuer: string): string {
  if (issuer.includes("?")) throw unusable("issuer", "has a query");
  return checkEndpoint(issuer, "issuer");
}

function unusable(name: string, fault: string): AppError {
  return refusal(
    "address",
    `The server's sign-in metadata cannot be used: its ${name} ${fault}. Its operator must correct it.`,
    { name },
  );
}
