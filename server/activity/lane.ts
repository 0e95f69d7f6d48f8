import { Chains, type Linked, type Unlinked } from "@/server/activity/proof/chain";
import { chainKey } from "@/server/activity/proof/key";
import { AppError } from "@/server/core/errors";
import { forget, shared } from "@/server/core/shared";
import { log } from "@/server/infra/log";
import { recordPool } from "@/server/infra/pg";

// The group commit: whatever arrives while one batch is on its way to disk goes together in the next (security §4.6).
// One statement is one transaction, so a batch is durable as a whole or not at all. One batch at a time: the rows of this
// process are durable in the order of their chains.

/** What one act adds: a row, and what was said with it, as JSON with the names of the table's columns. */
export type Rows = { row?: Unlinked; payload?: string };

type Entry = { rows: Rows; done: () => void; failed: (error: unknown) => void };

const maxRows = 256;
const maxCharacters = 8 << 20;
const maxWaiting = 10_000;

const statement = `WITH starts AS (
  INSERT INTO "ActivityStart" SELECT * FROM json_populate_recordset(NULL::"ActivityStart", $1::json)
), logs AS (
  INSERT INTO "ActivityLog" SELECT * FROM json_populate_recordset(NULL::"ActivityLog", $2::json)
) INSERT INTO "ActivityPayload" SELECT * FROM json_populate_recordset(NULL::"ActivityPayload", $3::json)`;

/** The one lane of this process. */
export function lane(): Lane {
  return shared("activity.lane", () => new Lane());
}

/** The chains of this process. Throws as `chainKey` does. */
export function ownChains(): Promise<Chains> {
  return shared("activity.chains", () =>
    chainKey()
      .then(({ key }) => new Chains(key))
      .catch((error: unknown) => {
        forget("activity.chains");
        throw error;
      }),
  );
}

export class Lane {
  private waiting: Entry[] = [];
  private writing = false;
  private idle: (() => void)[] = [];

  /** Resolves when the rows are durable. Throws `unavailable` (reason audit_unavailable) when they could not be written. */
  append(rows: Rows): Promise<void> {
    if (this.waiting.length >= maxWaiting)
      return Promise.reject(unavailable(new Error("too many rows are waiting")));
    return new Promise((done, failed) => {
      this.waiting.push({ rows, done, failed });
      if (!this.writing) void this.run();
    });
  }

  /** Resolves when nothing waits any more. */
  async flushed(): Promise<void> {
    if (this.writing) await new Promise<void>((resolve) => this.idle.push(resolve));
  }

  private async run(): Promise<void> {
    this.writing = true;
    while (this.waiting.length > 0) await writeBatch(this.take());
    this.writing = false;
    for (const resolve of this.idle.splice(0)) resolve();
  }

  private take(): Entry[] {
    let characters = 0;
    let count = 0;
    while (count < this.waiting.length && count < maxRows && characters < maxCharacters) {
      const rows = this.waiting[count]?.rows;
      characters += (rows?.payload?.length ?? 0) + 1_000;
      count++;
    }
    return this.waiting.splice(0, count);
  }
}

async function writeBatch(batch: readonly Entry[]): Promise<void> {
  try {
    await insert(batch.map(({ rows }) => rows));
    for (const entry of batch) entry.done();
  } catch (error) {
    // One row the database cannot take must not refuse the calls that happened to share its batch.
    if (batch.length > 1 && isDataFault(error))
      for (const entry of batch) await writeBatch([entry]);
    else for (const entry of batch) entry.failed(unavailable(error));
  }
}

async function insert(batch: readonly Rows[]): Promise<void> {
  const chains = await ownChains();
  const rows = batch.flatMap(({ row }) => row ?? []);
  const linked = chains.link(rows);
  try {
    await recordPool().query({
      name: "activity.append",
      text: statement,
      values: valuesOf(rows, linked, batch),
    });
  } catch (error) {
    // A fault of the data was told by the database itself: nothing is durable. Anything else leaves it open.
    if (!isDataFault(error) && rows.length > 0) chains.restart();
    throw error;
  }
  chains.advance(linked);
}

function valuesOf(rows: readonly Unlinked[], linked: Linked, batch: readonly Rows[]): string[] {
  const starts: string[] = [];
  const logs: string[] = [];
  rows.forEach(({ kind }, index) => {
    (kind === "start" ? starts : logs).push(linked.rows[index] ?? "");
  });
  const payloads = batch.flatMap(({ payload }) => payload ?? []);
  return [`[${starts.join()}]`, `[${logs.join()}]`, `[${payloads.join()}]`];
}

/** SQLSTATE classes 22 (data) and 23 (integrity) blame a row; everything else blames the database. */
export function isDataFault(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : "";
  return typeof code === "string" && /^2[23]/.test(code);
}

function unavailable(cause: unknown): AppError {
  log().error({ err: cause }, "the record of calls could not be written");
  return new AppError(
    "unavailable",
    "The call could not be recorded, so it is refused. Try again in a moment.",
    { cause, retryAfter: 2, details: { reason: "audit_unavailable" } },
  );
}
