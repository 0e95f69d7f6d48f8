import type { Pace } from "@/server/activity/look-through/pace";
import { isMixed } from "@/server/activity/mixed";
import type { CallRow, Position, Search } from "@/server/activity/rows";

/** Of a question that was begun all the same. */
const leastMs = 10;

/** One page of one search, on its way. */
export class Page {
  readonly rows: CallRow[] = [];
  readonly isMixed: boolean;
  private readonly begun = performance.now();
  private readonly first: Position;

  constructor(
    readonly search: Search,
    readonly limit: number,
    public after: Position,
    readonly pace: Pace,
  ) {
    this.first = after;
    this.isMixed = isMixed(search.scope, search.filter);
  }

  get left(): number {
    return this.limit - this.rows.length;
  }

  get leftMs(): number {
    return this.begun + this.pace.ms - performance.now();
  }

  /** How long a question may take: the first as long as it needs, or a search might never come further. */
  get patienceMs(): number {
    if (this.after === this.first) return Number.POSITIVE_INFINITY;
    return Math.max(leastMs, this.begun + this.pace.mostMs - performance.now());
  }
}
