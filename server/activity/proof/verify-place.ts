import type pg from "pg";
import type { RecordTable } from "@/server/activity/proof/checkpoint-row";
import type { Findings } from "@/server/activity/proof/finding";
import type { ChainKey } from "@/server/activity/proof/key";
import { type Place, placed } from "@/server/activity/proof/link";
import { bothKinds, type EitherRow, textOf } from "@/server/activity/proof/stored";
import { type ChainRow, ChainWalk } from "@/server/activity/proof/verify-chain";
import type { Anchors } from "@/server/activity/proof/verify-checkpoints";

/** What one project's month holds. */
export type PlaceReport = Place & {
  rows: number;
  chains: number;
  /** Rows no chain covers, as the checkpoints say. */
  unproved: number;
  /** Rows after the last checkpoint of their chain: had others followed, their removal would not show. */
  unanchored: number;
};

/** The first moment of a month and of the next one, in UTC. */
export function boundsOf(month: string): [from: Date, until: Date] {
  const [year, index] = [Number(month.slice(0, 4)), Number(month.slice(4, 6)) - 1];
  return [new Date(Date.UTC(year, index)), new Date(Date.UTC(year, index + 1))];
}

const where = `s."projectId" = $1 AND s."startedAt" >= $2::timestamptz AND s."startedAt" < $3::timestamptz`;
const page = 2_000;

/** Walks every chain of a project's month, and tells `onRows` how many rows it has seen. */
export async function verifyPlace(
  client: pg.ClientBase,
  place: Place,
  trusted: { key: ChainKey; anchors: Anchors },
  findings: Findings,
  onRows: (rows: number) => void,
): Promise<PlaceReport> {
  const walk = new PlaceWalk(place, trusted.key, trusted.anchors, findings);
  await client.query(
    `DECLARE rows NO SCROLL CURSOR FOR ${bothKinds(where)} ORDER BY writer, seq, kind`,
    [place.projectId, ...boundsOf(place.month)],
  );
  for (;;) {
    const { rows } = await client.query<EitherRow>(`FETCH ${page} FROM rows`);
    for (const row of rows) walk.add(row);
    onRows(rows.length);
    if (rows.length < page) break;
  }
  await client.query("CLOSE rows");
  return walk.end();
}

class PlaceWalk {
  private rows = 0;
  private chains = 0;
  private unanchored = 0;
  private chain: { writer: string; walk: ChainWalk } | null = null;
  private readonly unproved = new Map<string, number>();
  private readonly seen = new Set<string>();

  constructor(
    private readonly place: Place,
    private readonly key: ChainKey,
    private readonly anchors: Anchors,
    private readonly findings: Findings,
  ) {}

  add(row: EitherRow): void {
    this.rows++;
    const name = this.unprovedName(row.kind === "start" ? "ActivityStart" : "ActivityLog", row);
    if (this.anchors.unproved.has(name))
      this.unproved.set(name, (this.unproved.get(name) ?? 0) + 1);
    else this.walkOf(row.writer).add(toChainRow(row));
  }

  end(): PlaceReport {
    this.close();
    // Chains that a checkpoint speaks of and of which nothing is left.
    for (const name of this.anchors.heads.keys()) {
      const [writer = "", projectId, month] = name.split("/");
      const isHere = projectId === this.place.projectId && month === this.place.month;
      if (isHere && !this.seen.has(writer)) this.walkOf(writer);
    }
    this.close();
    const unproved = this.countUnproved();
    const { rows, chains, unanchored } = this;
    return { ...this.place, rows, chains, unproved, unanchored };
  }

  private walkOf(writer: string): ChainWalk {
    if (this.chain?.writer === writer) return this.chain.walk;
    this.close();
    const { projectId, month } = this.place;
    const head = this.anchors.heads.get(`${writer}/${projectId}/${month}`) ?? null;
    const walk = new ChainWalk(this.key.key, { writer, place: this.place, head }, this.findings);
    this.chain = { writer, walk };
    this.seen.add(writer);
    this.chains++;
    return walk;
  }

  private close(): void {
    this.unanchored += this.chain?.walk.end() ?? 0;
    this.chain = null;
  }

  private unprovedName(table: RecordTable, { writer }: { writer: string }): string {
    return `${table}/${writer}/${this.place.projectId}/${this.place.month}`;
  }

  /** As many as there were when proving began: of each, none can say more. */
  private countUnproved(): number {
    let sum = 0;
    for (const [name, expected] of this.anchors.unproved) {
      const [table, writer, projectId, month] = name.split("/");
      if (projectId !== this.place.projectId || month !== this.place.month) continue;
      const found = this.unproved.get(name) ?? 0;
      sum += found;
      if (found !== expected)
        this.reportUnproved(table as RecordTable, writer ?? "", expected, found);
    }
    return sum;
  }

  private reportUnproved(table: RecordTable, writer: string, expected: number, found: number) {
    const detail = `${found} of ${expected} rows that no chain covers are left of writer ${writer}`;
    const kind = found < expected ? "removed" : "inserted";
    const { place } = this;
    this.findings.add({ kind, place, table, callId: null, at: null, detail });
  }
}

function toChainRow(row: EitherRow): ChainRow {
  const { kind, seq, mac, id: callId, startedAt: at, writer, payloadHash } = row;
  const text = textOf(row);
  return {
    kind,
    seq,
    mac,
    callId,
    at,
    textAt: (place) => placed(text, writer, place, payloadHash),
  };
}
