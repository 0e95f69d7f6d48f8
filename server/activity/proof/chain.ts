import {
  type Head,
  macOf,
  monthOf,
  type Place,
  placed,
  type RowKind,
} from "@/server/activity/proof/link";
import { newId } from "@/server/core/ids";

/** A row before it has a place in a chain; `text` is JSON without its closing brace. */
export type Unlinked = {
  kind: RowKind;
  projectId: string;
  startedAt: Date;
  text: string;
  payloadHash: string | null;
};

/** Rows of one batch, ready for the database, and the ends their chains have once these are durable. */
export type Linked = { rows: string[]; heads: ReadonlyMap<string, ChainHead> };

export type ChainHead = Place & Head & { writer: string };

/**
 * The chains of one writer, a process: one for each project and month. Nothing advances before the database has said
 * that a batch is durable; when it said nothing, nobody knows which row is the last, and new chains begin.
 */
export class Chains {
  private writer = newId();
  private heads = new Map<string, ChainHead>();
  private changed = new Map<string, ChainHead>();

  constructor(private readonly key: Buffer) {}

  link(batch: readonly Unlinked[]): Linked {
    const heads = new Map<string, ChainHead>();
    const rows = batch.map((row) => {
      const month = monthOf(row.startedAt);
      const place = `${row.projectId}/${month}`;
      const before = heads.get(place) ?? this.heads.get(place);
      const seq = (before?.seq ?? 0) + 1;
      const text = placed(row.text, this.writer, seq, row.payloadHash);
      const mac = macOf(this.key, before?.mac ?? null, row.kind, text);
      heads.set(place, { projectId: row.projectId, month, writer: this.writer, seq, mac });
      return `${text.slice(0, -1)},"mac":"\\\\x${mac}"}`;
    });
    return { rows, heads };
  }

  /** The batch is durable. */
  advance({ heads }: Linked): void {
    for (const [place, head] of heads) {
      this.heads.set(place, head);
      this.changed.set(`${head.writer}/${place}`, head);
    }
  }

  /** Whether the last batch is durable is not known: its rows, if they are there, are the end of chains that end here. */
  restart(): void {
    this.writer = newId();
    this.heads = new Map();
  }

  /** The ends of all chains that grew since the last time; given back to `keep` when they could not be noted. */
  takeChanged(): ChainHead[] {
    const taken = [...this.changed.values()];
    this.changed = new Map();
    return taken;
  }

  keep(heads: readonly ChainHead[]): void {
    for (const head of heads) {
      const name = `${head.writer}/${head.projectId}/${head.month}`;
      if (!this.changed.has(name)) this.changed.set(name, head);
    }
  }
}
