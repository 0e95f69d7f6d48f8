// In: resource indicators of clients. Out: the endpoints they name. Promises that only scheme and host are
// normalised, so that what differs in any other byte names another resource (RFC 8707 §2, RFC 3986 §6.2.2.1).
import { endpointAddress } from "@/server/endpoints/queries";

const slugForm = /^[a-z0-9-]{1,64}$/;

/** The slug in an endpoint's exact address; null for anything else. */
export function slugOf(resource: string): string | null {
  const prefix = endpointAddress("");
  const slug = resource.startsWith(prefix) ? resource.slice(prefix.length) : "";
  return slugForm.test(slug) ? slug : null;
}

/** Lower-cases scheme and authority and leaves every other byte alone. */
export function normaliseResource(resource: string): string {
  const match = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)(.*)$/is.exec(resource);
  return match ? `${match[1]?.toLowerCase()}${match[2]}` : resource;
}
