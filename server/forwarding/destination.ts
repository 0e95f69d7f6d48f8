import type { DestinationKind, ForwardedOutcomes } from "@/server/forwarding/schema";
import { type Header, openHeaders, openSecret } from "@/server/forwarding/secrets";

/** A destination as the forwarder reads it: one row, and with it the name of its project. */
export type Destination = {
  id: string;
  projectId: string;
  projectSlug: string;
  projectName: string;
  kind: DestinationKind;
  url: string;
  outcomes: ForwardedOutcomes;
  withPayloads: boolean;
  headersSealed: string | null;
  secretSealed: string | null;
  /** Null once it no longer signs. */
  previousSealed: string | null;
  revision: number;
  batchRows: number;
  failures: number;
};

/** For SELECT and RETURNING; `d` is the destination, `p` its project. */
export const destinationColumns = `d.id, d."projectId", p.slug AS "projectSlug", p.name AS "projectName", d.kind, d.url,
  d.outcomes, d."payloadsAt" IS NOT NULL AS "withPayloads", d."headersSealed", d."secretSealed",
  CASE WHEN d."previousUntil" > now() THEN d."previousSealed" END AS "previousSealed",
  d.revision, d."batchRows", d.failures`;

/** What each request to it carries; opened for one round and kept nowhere. */
export type Opened = { headers: Header[]; secrets: string[] };

/** Throws `internal` (reason unreadable) when a key is missing. */
export async function openDestination(destination: Destination): Promise<Opened> {
  const { headersSealed, secretSealed, previousSealed } = destination;
  const sealed = [secretSealed, previousSealed].filter((text) => text !== null);
  return {
    headers: await openHeaders(destination, headersSealed),
    secrets: await Promise.all(sealed.map((text) => openSecret(destination, text))),
  };
}

/** One set of sockets for each state of a destination: what was changed never travels on an older one. */
export function socketsOf({ id, revision }: Pick<Destination, "id" | "revision">): string {
  return `forward ${id} ${revision}`;
}
