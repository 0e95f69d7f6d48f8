import {
  type Attempt,
  type Place,
  type Tally,
  toRows,
  type Unwritten,
} from "@/server/activity/attempt-rows";
import { isDataFault } from "@/server/activity/lane";
import { recordAlone } from "@/server/activity/record";
import { shared } from "@/server/core/shared";
import { log } from "@/server/infra/log";
import { pool } from "@/server/infra/pg";

// Requests that were refused before anybody was known to have asked, or that were too many, could flood the record as fast
// as they come. They are counted in memory, and every minute one row stands for all that are alike (security: T76, T96).

const minuteMs = 60_000;
/** Of one endpoint in one minute: senders that are unknown, and those that have a token. The rest are "others". */
const mostUnknown = 16;
const mostSenders = 500;
/** Addresses of which it is not known yet whether an endpoint is there: from so many on they are looked up early. */
const manyPlaces = 1_000;
const mostPlaces = 10_000;
const mostUnwritten = 2_000;

/** The counter of this process. */
export function attempts(): Attempts {
  return shared("activity.attempts", () => new Attempts());
}

export class Attempts {
  private places = new Map<string, Tally>();
  private unresolved = 0;
  /** Requests at addresses where no endpoint is. They belong to no project. */
  private elsewhere = 0;
  private unwritten: Unwritten[] = [];
  private timer: NodeJS.Timeout | null = null;
  private working: Promise<void> = Promise.resolve();
  private resolving = false;

  /** How much is in memory: one for each row that would be written now. */
  get size(): number {
    let size = this.unwritten.length;
    for (const { counts } of this.places.values()) size += counts.size;
    return size;
  }

  count(attempt: Attempt): void {
    this.timer ??= setTimeout(() => void this.flush(), minuteMs).unref();
    const tally = this.tallyOf(attempt);
    if (!tally) {
      this.elsewhere++;
      return;
    }
    const key = keyOf(tally, attempt);
    const same = tally.counts.get(key);
    if (same) {
      same.attempts++;
      same.last = attempt.at;
    } else {
      const isOthers = key.startsWith(others);
      tally.counts.set(key, { first: attempt, last: attempt.at, attempts: 1, isOthers });
      if (!isOthers && !attempt.sender) tally.unknown++;
    }
  }

  /** Writes what was counted. What cannot be written now is kept for the next minute. Throws nothing. */
  flush(): Promise<void> {
    this.working = this.working.then(() => this.write());
    return this.working;
  }

  private tallyOf({ slug, endpoint }: Attempt): Tally | null {
    const known = this.places.get(slug);
    if (known) {
      if (!known.endpoint && endpoint) this.resolve(known, endpoint);
      return known;
    }
    if (!/^[a-z0-9-]{1,64}$/.test(slug)) return null;
    if (!endpoint && this.unresolved >= manyPlaces && !this.resolving) void this.lookUp();
    if (!endpoint && this.unresolved >= mostPlaces) return null;
    const tally: Tally = { endpoint, counts: new Map(), unknown: 0 };
    this.places.set(slug, tally);
    if (!endpoint) this.unresolved++;
    return tally;
  }

  private resolve(tally: Tally, endpoint: Place): void {
    tally.endpoint = endpoint;
    this.unresolved--;
  }

  /** Forgets the addresses where nothing is, so that they take no room from the others. Throws nothing. */
  private async lookUp(): Promise<void> {
    this.resolving = true;
    try {
      await this.resolveAll();
    } catch (error) {
      log().warn({ err: error }, "refused requests could not be told apart yet");
    } finally {
      this.resolving = false;
    }
  }

  private async resolveAll(): Promise<void> {
    const open = [...this.places].filter(([, { endpoint }]) => endpoint === null);
    if (open.length === 0) return;
    const { rows } = await pool().query<Place & { slug: string }>({
      name: "attempts.places",
      text: `SELECT slug, id, "projectId", name FROM "McpEndpoint" WHERE slug = ANY($1)`,
      values: [open.map(([slug]) => slug)],
    });
    const found = new Map(rows.map(({ slug, ...place }) => [slug, place]));
    for (const [slug, tally] of open) {
      // Meanwhile it may have been resolved, or forgotten by somebody else who asked.
      if (tally.endpoint || this.places.get(slug) !== tally) continue;
      const place = found.get(slug);
      if (place) this.resolve(tally, place);
      else this.forget(slug, tally);
    }
  }

  private forget(slug: string, { counts }: Tally): void {
    this.places.delete(slug);
    this.unresolved--;
    for (const { attempts: more } of counts.values()) this.elsewhere += more;
  }

  private async write(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    try {
      await this.resolveAll();
      const rows = await toRows(this.take());
      const waiting = [...this.unwritten.splice(0), ...rows];
      const kept = await Promise.all(waiting.map(written));
      this.keep(kept.flatMap((row) => row ?? []));
    } catch (error) {
      log().warn(
        { err: error },
        "refused requests could not be recorded; trying again in a minute",
      );
    }
    if (this.elsewhere > 0)
      log().info({ count: this.elsewhere }, "requests at addresses that are no endpoint's");
    this.elsewhere = 0;
    if (this.size > 0) this.timer ??= setTimeout(() => void this.flush(), minuteMs).unref();
  }

  /** What came in while the addresses were looked up waits for the next time. */
  private take(): Tally[] {
    const all = [...this.places];
    this.places = new Map(all.filter(([, { endpoint }]) => endpoint === null));
    return all.map(([, tally]) => tally).filter(({ endpoint }) => endpoint !== null);
  }

  private keep(rows: readonly Unwritten[]): void {
    this.unwritten = rows.slice(0, mostUnwritten);
    const lost = rows.slice(mostUnwritten).reduce((sum, row) => sum + row.ended.attempts, 0);
    if (lost > 0) log().error({ count: lost }, "refused requests are missing from the record");
  }
}

const others = "others ";

function keyOf(tally: Tally, attempt: Attempt): string {
  const { reason, code, method, sender, token, address, era } = attempt;
  const what = `${reason} ${code} ${method} ${era}`;
  const key = sender ? `grant ${sender.grantId} ${what}` : `from ${token ?? address} ${what}`;
  if (tally.counts.has(key)) return key;
  const isFull = sender ? tally.counts.size >= mostSenders : tally.unknown >= mostUnknown;
  return isFull ? `${others}${reason} ${code} ${method}` : key;
}

/** Null once it is durable, or can never be; the row when it is to be tried again. */
async function written(row: Unwritten): Promise<Unwritten | null> {
  try {
    await recordAlone(row.message, row.ended);
    return null;
  } catch (error) {
    const cause = error instanceof Error ? error.cause : null;
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    // SQLSTATE 23505: it was durable, and only the answer was lost.
    if (code === "23505") return null;
    if (!isDataFault(cause)) return row;
    log().error({ count: row.ended.attempts }, "refused requests are missing from the record");
    return null;
  }
}
