// In: a redirect address a client wants to register. Out: why we refuse it, or null. Promises that only https, loopback
// http and the private schemes of apps pass (security: T13), and nothing a browser would run or read from disk.

/** Schemes of AI clients that do not contain a dot; all others must (RFC 8252 §7.1). */
const knownSchemes = new Set([
  "antigravity",
  "chatgpt",
  "cherrystudio",
  "claude",
  "code-oss",
  "codex",
  "cursor",
  "cursor-nightly",
  "goose",
  "jetbrains",
  "kiro",
  "librechat",
  "lmstudio",
  "positron",
  "raycast",
  "trae",
  "vscode",
  "vscode-insiders",
  "vscodium",
  "warp",
  "windsurf",
  "zed",
]);

const loopbackHosts = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** One sentence saying why the address is refused; null when it may be registered. At most 2,000 characters. */
export function judgeRedirectUri(uri: unknown): string | null {
  if (typeof uri !== "string" || uri === "") return "must be a non-empty string";
  if (uri.length > 2_000) return "is longer than 2,000 characters";
  // Controls, spaces, backslashes and non-ASCII are read differently by different parsers.
  if (!/^[\x21-\x5b\x5d-\x7e]+$/.test(uri)) return "contains characters an address cannot have";
  if (uri.includes("#")) return "must not contain a fragment";
  if (uri.includes("*")) return "must not contain a wildcard";
  const scheme = /^([a-z][a-z0-9+.-]*):/.exec(uri)?.[1];
  if (!scheme) return "must begin with a scheme in lower case";
  if (scheme === "https" || scheme === "http") return judgeWeb(uri, scheme);
  if (!scheme.includes(".") && !knownSchemes.has(scheme))
    return `uses the scheme ${scheme}, which is not allowed`;
  return null;
}

function judgeWeb(uri: string, scheme: "https" | "http"): string | null {
  const parsed = URL.parse(uri);
  const authority = /^https?:\/\/([^/?]+)/.exec(uri)?.[1];
  if (!parsed || !authority) return "is not a complete address";
  if (authority.includes("@")) return "must not contain a user name";
  if (hasDotSegment(uri)) return "must not contain dot segments";
  if (scheme === "http" && !isLoopback(authority))
    return "must use https, or http on this computer only";
  return null;
}

function isLoopback(authority: string): boolean {
  return loopbackHosts.has(authority.replace(/:\d{1,5}$/, ""));
}

function hasDotSegment(uri: string): boolean {
  const path = uri.replace(/^[a-z]+:\/\/[^/?]+/, "").split("?")[0] ?? "";
  return path.split("/").some((part) => /^(\.|%2e){1,2}$/i.test(part));
}

/** Where a person is taken after the decision, in the words of the consent page. */
export type ReturnPlace =
  | { kind: "site"; host: string }
  | { kind: "computer"; host: string }
  | { kind: "app"; scheme: string };

export function returnPlace(uri: string): ReturnPlace {
  const { protocol, host } = new URL(uri);
  if (protocol === "https:") return { kind: "site", host };
  if (protocol === "http:") return { kind: "computer", host };
  return { kind: "app", scheme: protocol.slice(0, -1) };
}
