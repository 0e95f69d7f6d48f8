// In: a fault of the redactor. Out: a line in the log. Promises not a word of what was being read.
import { log } from "@/server/infra/log";

/** The error's own message could quote the text, so that only its name is told. */
export function reportFault(
  error: unknown,
  { requestId }: { requestId: string },
  where: string,
): void {
  const fault = error instanceof Error ? error.name : "unknown";
  log().error({ fault, where, requestId }, "a filter failed");
}
