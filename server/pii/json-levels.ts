// The objects and arrays that are open while a JSON text is walked, and what their keys mean for what stands below.
import { memberPath } from "./findings";
import type { Shape } from "./json-shapes";

export type Level = {
  isArray: boolean;
  /** Where it opens. */
  start: number;
  /** Null below what is protocol: nothing there is read. */
  shape: Shape | null;
  /** Of the member or element that is being read. */
  child: Shape | null;
  key: string;
  /** The key as it is written out, for paths. */
  shownKey: string;
  index: number;
  /** Keys that hold placeholders, so that none stands twice, and the number that the next equal one gets. */
  taken: Map<string, number> | null;
  /** What stands in this array stands under the key of that object. */
  keyed: Level | undefined;
  /** The `type` of a content block, once it was read. */
  type: string | null;
};

export class Levels {
  private readonly open: Level[] = [];

  constructor(private readonly base: string) {}

  get top(): Level | undefined {
    return this.open[this.open.length - 1];
  }

  push(isArray: boolean, start: number, shape: Shape | null): Level {
    const { top } = this;
    const level: Level = {
      isArray,
      start,
      shape,
      child: isArray ? shape : null,
      key: "",
      shownKey: "",
      index: 0,
      taken: null,
      keyed: top?.isArray ? top.keyed : top,
      type: null,
    };
    this.open.push(level);
    return level;
  }

  pop(): void {
    this.open.pop();
  }

  /** The key that a value, or the array around it, stands under; empty when there is none. */
  ownKey(): string {
    const { top } = this;
    return (top?.isArray ? top.keyed : top)?.key ?? "";
  }

  /** Where the value that is being read stands. */
  path(): string {
    let path = this.base;
    for (const { isArray, index, shownKey } of this.open)
      path = isArray ? `${path}[${index}]` : memberPath(path, shownKey);
    return path;
  }
}
