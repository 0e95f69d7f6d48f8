import type { Finding, Findings } from "@/server/activity/proof/finding";
import { type Head, macOf, type Place, type RowKind } from "@/server/activity/proof/link";

/** A row as it stands in the database; `textAt` writes it down as it would be at another place of its chain. */
export type ChainRow = {
  kind: RowKind;
  seq: number;
  mac: string | null;
  callId: string;
  at: string;
  textAt(seq: number): string;
};

/** `head` is what checkpoints say of its end; null when none has. */
export type ChainFacts = { writer: string; place: Place; head: Head | null };

/**
 * A row that is not proved. `previous` is the mac it ought to hang on; `fault` is null where it hangs on a row that is
 * gone or not as it was, so that it cannot be checked itself.
 */
type Suspect = {
  row: ChainRow;
  previous: string | null;
  fault: "second" | "broken" | null;
  isVouched: boolean;
};

type End = { seq: number; mac: string | null; row: ChainRow | null };

/** So many suspects of a chain are looked at closely; the others are counted. */
const closely = 1_000;
/** Beyond so many nobody looks for where each of them stood. */
const manySuspects = 20;

/** The rows of one chain in the order of their numbers; call `end` after the last. */
export class ChainWalk {
  private last: End = { seq: 0, mac: null, row: null };
  /** Rows that share the next number, not judged before all of them are there. */
  private same: ChainRow[] = [];
  private suspects: Suspect[] = [];
  private gaps: { first: number; last: number; until: ChainRow | null; from: ChainRow | null }[] =
    [];
  private proved = 0;
  private uncounted = 0;

  constructor(
    private readonly key: Buffer,
    private readonly facts: ChainFacts,
    private readonly findings: Findings,
  ) {}

  add(row: ChainRow): void {
    if (this.same[0] && row.seq !== this.same[0].seq) this.judge();
    this.same.push(row);
  }

  /** Tells what was found. Returns how many rows stand after the last checkpoint: nothing vouches for their number. */
  end(): number {
    this.judge();
    const { head } = this.facts;
    if (head && this.last.seq < head.seq)
      this.gaps.push({
        first: this.last.seq + 1,
        last: head.seq,
        from: this.last.row,
        until: null,
      });
    this.tell();
    return Math.max(0, this.last.seq - (head?.seq ?? 0));
  }

  private judge(): void {
    const [first] = this.same;
    if (!first) return;
    const rows = this.same;
    this.same = [];
    const before = this.last;
    const isNext = first.seq === before.seq + 1;
    if (!isNext)
      this.gaps.push({
        ...{ first: before.seq + 1, last: first.seq - 1 },
        ...{ from: before.row, until: first },
      });
    const genuine = isNext ? rows.find((row) => this.isGenuine(row, before.mac)) : undefined;
    const heir = genuine ?? first;
    if (genuine) {
      this.proved++;
      this.vouch(before.mac);
    }
    const canBeChecked = isNext && !this.isSuspect(before.row);
    for (const row of rows) {
      if (row === genuine) continue;
      const ownFault = canBeChecked ? "broken" : null;
      this.suspect(row, before.mac, row === heir ? ownFault : "second");
    }
    this.last = { seq: heir.seq, mac: heir.mac, row: heir };
    this.meetHead(heir, before.mac);
  }

  /** A checkpoint knows the mac of this row: it vouches for it, or for another one in its place. */
  private meetHead(heir: ChainRow, previous: string | null): void {
    const { head } = this.facts;
    if (head?.seq !== heir.seq) return;
    if (heir.mac === head.mac) this.vouch(head.mac);
    else if (!this.isSuspect(heir)) this.suspect(heir, previous, "broken");
  }

  private isSuspect(row: ChainRow | null): boolean {
    return row !== null && this.suspects.at(-1)?.row === row;
  }

  private isGenuine(row: ChainRow, previous: string | null): boolean {
    return row.mac !== null && macOf(this.key, previous, row.kind, row.textAt(row.seq)) === row.mac;
  }

  private suspect(row: ChainRow, previous: string | null, fault: Suspect["fault"]): void {
    if (this.suspects.length < closely)
      this.suspects.push({ row, previous, fault, isVouched: false });
    else this.uncounted++;
  }

  /** Something genuine hangs on this mac, so it was written by us, whatever the row that carries it says now. */
  private vouch(mac: string | null): void {
    for (const one of this.suspects.slice(-2))
      if (mac !== null && one.row.mac === mac) one.isVouched = true;
  }

  private tell(): void {
    const missing = this.gaps.map((gap) => ({ seq: gap.first, finding: this.missing(gap) }));
    const wrong = this.suspects.flatMap((one) => {
      const finding = this.wrong(one);
      return finding ? [{ seq: one.row.seq, finding }] : [];
    });
    for (const { finding } of [...missing, ...wrong].sort((a, b) => a.seq - b.seq))
      this.findings.add(finding);
    this.findings.count += this.uncounted;
  }

  private wrong({ row, fault, isVouched }: Suspect): Finding | null {
    const was = this.placeOf(row);
    if (was === row.seq) return null;
    if (was !== null) return this.about("reordered", row, `was written as number ${was}`);
    const isForeign = this.proved === 0 && this.facts.head === null;
    if (fault === "second" || isForeign)
      return this.about("inserted", row, "was not written by Gatehouse");
    if (fault === null)
      return isVouched ? null : this.about("altered", row, "hangs on nothing that is left");
    if (isVouched) return this.about("modified", row, "does not say what was written");
    return this.about("altered", row, "was changed, or was not written by Gatehouse");
  }

  /** The number under which the row is genuine, going by the macs of the other suspects; null when there is none. */
  private placeOf(row: ChainRow): number | null {
    if (row.mac === null || this.suspects.length > manySuspects) return null;
    const macs = new Set(this.suspects.flatMap((one) => [one.previous, one.row.mac]));
    const places = new Set([row.seq, ...this.suspects.map((one) => one.row.seq)]);
    for (const place of places) {
      const text = row.textAt(place);
      for (const mac of macs) if (macOf(this.key, mac, row.kind, text) === row.mac) return place;
    }
    return null;
  }

  private about(kind: Finding["kind"], row: ChainRow, what: string): Finding {
    const { callId, at } = row;
    const detail = `row ${row.seq} of writer ${this.facts.writer} ${what}`;
    return { kind, place: this.facts.place, table: tableOf(row.kind), callId, at, detail };
  }

  private missing({ first, last, from, until }: ChainWalk["gaps"][number]): Finding {
    const rows = first === last ? `row ${first} is` : `rows ${first} to ${last} are`;
    const between = [from && `after call ${from.callId}`, until && `before call ${until.callId}`];
    const where = between.filter(Boolean).join(" and ");
    const detail = `${rows} missing from the chain of writer ${this.facts.writer}${where && `, ${where}`}`;
    const at = until?.at ?? from?.at ?? null;
    const table = tableOf(until?.kind ?? "log");
    return { kind: "removed", place: this.facts.place, table, callId: null, at, detail };
  }
}

function tableOf(kind: RowKind): "ActivityStart" | "ActivityLog" {
  return kind === "start" ? "ActivityStart" : "ActivityLog";
}
