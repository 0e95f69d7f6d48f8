// In: the `next` of an address, written by anybody. Out: a path of ours. Promises never to lead to another site (security: T25).

const here = "http://here.invalid";

/** `next` when it is a path of this origin, otherwise `/`. */
export function returnPath(next: unknown): string {
  if (typeof next !== "string" || next.length > 2_000) return "/";
  // `//host`, `/\host` and control characters between them are how browsers are talked into another host.
  if (!/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(next)) return "/";
  try {
    const url = new URL(next, here);
    const path = url.pathname + url.search + url.hash;
    // Dots may fold into a leading double slash: `/.//evil.example`.
    return url.origin === here && !path.startsWith("//") ? path : "/";
  } catch {
    return "/";
  }
}
