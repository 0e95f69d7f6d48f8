import type { CallFilter } from "@/server/activity/schema";

/** How long a page may take, and in which steps it goes on. */
export type Pace = {
  /** Milliseconds after which nothing further is begun: the rest is for the next page. */
  ms: number;
  /** A question that goes on may take as long: it lies where much has to be fetched from the disk. */
  mostMs: number;
  /** Calls of the first window of time, or of those an index gives; later ones are as many as the time left allows. */
  calls: number;
  /** Digests that are read before what they leave is looked at: of a text a few bytes each, of names some ten thousand. */
  digests: number;
  /** Blocks that digests left and that are read together at first. */
  blocks: number;
};

/** Texts are worth a longer wait than names. */
const paces = {
  names: { ms: 30, mostMs: 45, calls: 5_000, digests: 4, blocks: 8 },
  texts: { ms: 150, mostMs: 200, calls: 500, digests: 40, blocks: 8 },
} satisfies Record<string, Pace>;

export function paceOf({ q, error }: CallFilter): Pace {
  return q || error ? paces.texts : paces.names;
}
