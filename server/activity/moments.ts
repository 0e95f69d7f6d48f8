// Pure: moments as microseconds since 1970 and as the database writes them; a JavaScript date knows milliseconds only.

export function microsOf(at: string): number {
  if (at === "infinity") return Infinity;
  if (at === "-infinity") return -Infinity;
  return Date.parse(`${at.slice(0, 23)}Z`) * 1_000 + Number(at.slice(23, 26));
}

/** As `2026-11-28T09:00:00.000000Z`. */
export function momentOf(micros: number): string {
  if (micros === Infinity) return "infinity";
  if (micros === -Infinity) return "-infinity";
  const milliseconds = Math.floor(micros / 1_000);
  const rest = String(micros - milliseconds * 1_000).padStart(3, "0");
  return `${new Date(milliseconds).toISOString().slice(0, 23)}${rest}Z`;
}
