/** "Ana Lima" → AL, "github" → GI, "ana@example.com" → AN. By code points: a surrogate pair is one letter. */
export function initials(name: string): string {
  const words = (name.split("@")[0] ?? "").split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const [first, second] = words;
  if (!first) return "?";
  const letters = [...first];
  const pair = second ? [letters[0], [...second][0]] : letters.slice(0, 2);
  return pair.join("").toUpperCase();
}
