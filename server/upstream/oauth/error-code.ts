// In: an error as OAuth servers write it. Out: its code, when it looks like one. Promises that no free text passes.

const form = /^[a-z0-9_.-]{1,64}$/;

/** The `error` member of an answer (RFC 6749 §5.2); null when there is none that could be a code. */
export function readErrorCode(body: Readonly<Record<string, unknown>> | null): string | null {
  return toErrorCode(body?.["error"]);
}

export function toErrorCode(value: unknown): string | null {
  return typeof value === "string" && form.test(value) ? value : null;
}
