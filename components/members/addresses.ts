/** The addresses of a text as people paste it: with commas, semicolons, lines, spaces, or as `Name <address>`. */
export function addressesIn(text: string): string[] {
  const inBrackets = [...text.matchAll(/<([^<>\s]+@[^<>\s]+)>/g)].map(
    ([, address]) => address ?? "",
  );
  const found = inBrackets.length > 0 ? inBrackets : text.split(/[\s,;]+/);
  return [...new Set(found.map((address) => address.trim().toLowerCase()).filter(Boolean))];
}
