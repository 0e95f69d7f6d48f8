// In: scopes as the other side writes them. Out: a list without repetition. Promises letters that are safe to send and a
// bounded number.

const scopeToken = /^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/;
const mostScopes = 200;

/** The scopes in a space-separated list (RFC 6749 §3.3); what is no scope is left out. Null for none. */
export function readScopes(text: string | null | undefined): string[] | null {
  return text ? toScopes(text.split(" ")) : null;
}

/** The scopes in a metadata list. Null when there is none. */
export function toScopes(list: readonly string[] | null | undefined): string[] | null {
  const scopes = [...new Set(list ?? [])].filter((one) => scopeToken.test(one));
  return scopes.length > 0 ? scopes.slice(0, mostScopes) : null;
}
