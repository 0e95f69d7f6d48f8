type Counted = { total: number; estimatedBy: number | null };

/** How many calls match, and whether that was counted or estimated. */
export function countWords({ total, estimatedBy }: Counted): string {
  if (estimatedBy === null) return total === 1 ? "1 call" : `${total.toLocaleString("en")} calls`;
  // Fewer than a handful of the sample say only that there are not many.
  const least = Math.ceil(5 * estimatedBy);
  if (total < least) return `Fewer than about ${rounded(least).toLocaleString("en")} calls`;
  return `About ${rounded(total).toLocaleString("en")} calls`;
}

/** To two digits that mean something. */
function rounded(count: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
  return Math.round(count / unit) * unit;
}
