type Counted = { total: number; estimatedBy: number | null };

/** How many calls match, and whether that was counted or estimated. */
export function countWords({ total, estimatedBy }: Counted): string {
  if (estimatedBy === null) return total === 1 ? "1 call" : `${total.toLocaleString("en")} calls`;
  // Fewer than a handful of the sample say only that there are not many.
  const least = Math.ceil(5 * estimatedBy);
  if (total < least) return `Fewer than about ${rounded(least).toLocaleString("en")} calls`;
  return `About ${rounded(total).toLocaleString("en")} calls`;
}

/** A number on its own: "1,234", "About 1,200,000", "Under 75". */
export function figureWords({ total, estimatedBy }: Counted): string {
  if (estimatedBy === null) return total.toLocaleString("en");
  const least = Math.ceil(5 * estimatedBy);
  if (total < least) return `Under ${rounded(least).toLocaleString("en")}`;
  return `About ${rounded(total).toLocaleString("en")}`;
}

/** A part of a whole: "7.2%"; a part too small for that is not none. */
export function shareWords(part: number, whole: number): string {
  if (whole === 0) return "–";
  const share = part / whole;
  if (part > 0 && share < 0.001) return "<0.1%";
  return share.toLocaleString("en", { style: "percent", maximumFractionDigits: 1 });
}

/** To two digits that mean something. */
function rounded(count: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
  return Math.round(count / unit) * unit;
}
