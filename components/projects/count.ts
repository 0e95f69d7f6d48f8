/** "1 endpoint", "3 endpoints", "no endpoints"; `written` is how the number looks. */
export function count(amount: number, singular: string, written = String(amount)): string {
  if (amount === 1) return `1 ${singular}`;
  return `${amount === 0 ? "no" : written} ${singular}s`;
}
