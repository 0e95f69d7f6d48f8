// Those present, where many come and soon leave. A Set would do but for the garbage collector: of each table that a Set
// outgrows it keeps the next one alive, and with it everything that was present then, until a full collection.

export class Roster<T extends object> {
  private readonly present: T[] = [];

  get size(): number {
    return this.present.length;
  }

  add(one: T): void {
    this.present.push(one);
  }

  has(one: T): boolean {
    return this.present.includes(one);
  }

  /** Does nothing when it is not present. */
  delete(one: T): void {
    const { present } = this;
    // Most leave soon after they came, so the search is short.
    const at = present.lastIndexOf(one);
    if (at < 0) return;
    const last = present.pop();
    if (last !== undefined && at < present.length) present[at] = last;
  }

  /** Those present now, whoever leaves meanwhile. */
  [Symbol.iterator](): Iterator<T> {
    return this.present.slice().values();
  }
}
