import { randomBytes } from "node:crypto";
import { type Binding, sealForProject, unseal } from "@/server/infra/seal";

// What a destination keeps secret: the headers people entered, and what a webhook is signed with. Both are sealed with
// the project's key and bound to their row.

export type Header = { name: string; value: string };

type Place = { id: string; projectId: string };
type Column = "headers" | "secret";

function binding({ id, projectId }: Place, column: Column): Binding {
  return ["ForwardingDestination", column, id, projectId];
}

/** Null for none. */
export async function sealHeaders(
  place: Place,
  headers: readonly Header[],
): Promise<string | null> {
  if (headers.length === 0) return null;
  return sealForProject(place.projectId, JSON.stringify(headers), binding(place, "headers"));
}

/** Throws `internal` (reason unreadable) when the key is gone. */
export async function openHeaders(place: Place, sealed: string | null): Promise<Header[]> {
  if (sealed === null) return [];
  return JSON.parse(await unseal(sealed, binding(place, "headers"))) as Header[];
}

export type NewSecret = { secret: string; sealed: string; hint: string };

/** As Standard Webhooks writes it: 32 bytes in base64 after `whsec_`. */
export async function newSecret(place: Place): Promise<NewSecret> {
  const secret = `whsec_${randomBytes(32).toString("base64")}`;
  const sealed = await sealForProject(place.projectId, secret, binding(place, "secret"));
  return { secret, sealed, hint: secret.slice(-4) };
}

/** Throws as `openHeaders`. */
export function openSecret(place: Place, sealed: string): Promise<string> {
  return unseal(sealed, binding(place, "secret"));
}
