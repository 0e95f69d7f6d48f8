import type pg from "pg";
import { AppError } from "@/server/core/errors";
import { pool } from "@/server/infra/pg";

/** No question about the record may keep a connection longer; others wait for it. */
const limitMs = 4_000;

type Text = { text: string; values: readonly unknown[] };

/**
 * Asks the record, planned for exactly these values. Throws `unavailable` (reason too_slow) when the answer takes too
 * long: somebody has to ask for less.
 */
export async function askRecord<T extends object>(text: Text): Promise<T[]> {
  const rows = await askRecordWithin<T>(text, limitMs);
  if (!rows) throw tooSlow();
  return rows;
}

/** As `askRecord`; null when the answer was not there within `ms` milliseconds. */
export async function askRecordWithin<T extends object>(
  { text, values }: Text,
  ms: number,
): Promise<T[] | null> {
  const client = await pool().connect();
  try {
    await client.query(
      `BEGIN READ ONLY; SET LOCAL statement_timeout = ${Math.ceil(ms)}; SET LOCAL jit = off`,
    );
    const rows = await unlessTimeout(client.query<T>(text, [...values]));
    await client.query(rows ? "COMMIT" : "ROLLBACK");
    client.release();
    return rows;
  } catch (error) {
    // A connection in an unknown state is not given back.
    client.release(true);
    throw error;
  }
}

async function unlessTimeout<T extends object>(
  answer: Promise<pg.QueryResult<T>>,
): Promise<T[] | null> {
  try {
    return (await answer).rows;
  } catch (error) {
    if (isTimeout(error)) return null;
    throw error;
  }
}

/** SQLSTATE 57014: the statement was cancelled. */
function isTimeout(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "57014";
}

function tooSlow(): AppError {
  return new AppError(
    "unavailable",
    "This search took too long and was stopped. Narrow the time range, or add a filter.",
    { details: { reason: "too_slow" } },
  );
}
