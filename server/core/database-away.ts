// In: an error of a query. Out: whether the database could not be reached, as opposed to having refused the query.

/** Socket errors, SQLSTATE classes 08 and 57P, too many connections, and Prisma's names for the same. */
const codes =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|08...|57P0[1-5]|53300|P1001|P1002|P1008|P1017|P2024|P2028)$/;
const texts =
  /timeout exceeded when trying to connect|connection terminated|server closed the connection/i;

export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("code" in error && typeof error.code === "string" && codes.test(error.code)) return true;
  return texts.test(error.message) || isDatabaseAway(error.cause);
}
