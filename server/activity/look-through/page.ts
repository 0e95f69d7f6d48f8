import { isMixed } from "@/server/activity/mixed";
import type { CallRow, Position, Search } from "@/server/activity/rows";

/**
 * Milliseconds after which nothing further is begun: the rest is for the next page. A question that goes on may take the
 * second number: it lies where much has to be fetched from the disk. Texts are worth a longer wait than names.
 */
const budgets = { names: { ms: 30, mostMs: 45 }, texts: { ms: 150, mostMs: 200 } };
const leastMs = 10;

/** One page of one search, on its way. */
export class Page {
  readonly rows: CallRow[] = [];
  readonly isMixed: boolean;
  readonly hasText: boolean;
  private readonly begun = performance.now();
  private readonly budget: { ms: number; mostMs: number };

  constructor(
    readonly search: Search,
    readonly limit: number,
    public after: Position,
    private readonly first = after,
  ) {
    const { scope, filter } = search;
    this.isMixed = isMixed(scope, filter);
    this.hasText = Boolean(filter.q || filter.error);
    this.budget = this.hasText ? budgets.texts : budgets.names;
  }

  get left(): number {
    return this.limit - this.rows.length;
  }

  get leftMs(): number {
    return this.begun + this.budget.ms - performance.now();
  }

  /** How long a question may take: the first as long as it needs, or a search might never come further. */
  get patienceMs(): number {
    if (this.after === this.first) return Number.POSITIVE_INFINITY;
    return Math.max(leastMs, this.begun + this.budget.mostMs - performance.now());
  }
}
