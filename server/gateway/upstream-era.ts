// In: a server and the era its caller speaks. Out: the era the server is spoken to in. Promises the caller's own wherever
// the server knows it, so that nothing has to be translated; the bridge is for servers of one era alone.
import type { SnapshotServer } from "@/server/endpoints/snapshot";
import type { Era } from "@/server/gateway/era";

export function upstreamEraFor(
  server: Pick<SnapshotServer, "era" | "eras">,
  client: Pick<Era, "kind">,
): "E25" | "E26" {
  if (server.eras.includes(client.kind)) return client.kind;
  return server.era === "E26" ? "E26" : "E25";
}
