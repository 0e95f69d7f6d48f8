// In: the name a client gives itself. Out: a name safe to show. Promises one line without control, format or
// bidirectional characters, at most 80 code points (security: T14).

const longest = 80;

/** Null when nothing showable is left. */
export function cleanClientName(name: unknown): string | null {
  if (typeof name !== "string") return null;
  const plain = name
    .slice(0, 1_000)
    .normalize("NFKC")
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Zs}]+/gu, " ")
    .replace(/[\p{Cf}\p{Co}\p{Cn}\p{Cs}]/gu, "")
    .replace(/ {2,}/g, " ")
    .trim();
  return [...plain].slice(0, longest).join("").trim() || null;
}
