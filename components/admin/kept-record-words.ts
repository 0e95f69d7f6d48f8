import type { KeptRecord } from "./types";

/** The name it had; where nobody wrote that down, its id. */
export function nameOf({ name, projectId }: KeptRecord): string {
  return name ?? projectId;
}
