import { AppError } from "@/server/core/errors";
import { pool } from "@/server/infra/pg";

/** No question about the record may keep a connection longer; others wait for it. */
const limitMs = 4_000;

type Text = { text: string; values: readonly unknown[] };

/**
 * Asks the record, planned for exactly these values. Throws `unavailable` (reason too_slow) when the answer takes too
 * long: somebody has to ask for less.
 */
export async function askRecord<T extends object>({ text, values }: Text): Promise<T[]> {
  const client = await pool().connect();
  try {
    await client.query(
      `BEGIN READ ONLY; SET LOCAL statement_timeout = ${limitMs}; SET LOCAL jit = off`,
    );
    const { rows } = await client.query<T>(text, [...values]);
    await client.query("COMMIT");
    client.release();
    return rows;
  } catch (error) {
    // A connection in an unknown state is not given back.
    client.release(true);
    throw isTimeout(error) ? tooSlow(error) : error;
  }
}

/** SQLSTATE 57014: the statement was cancelled. */
function isTimeout(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "57014";
}

function tooSlow(cause: unknown): AppError {
  return new AppError(
    "unavailable",
    "This search took too long and was stopped. Narrow the time range, or add a filter.",
    { cause, details: { reason: "too_slow" } },
  );
}
