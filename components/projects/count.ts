/** "1 endpoint", "3 endpoints", "no endpoints". */
export function count(amount: number, singular: string): string {
  if (amount === 1) return `1 ${singular}`;
  return `${amount === 0 ? "no" : amount} ${singular}s`;
}
