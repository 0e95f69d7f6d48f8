// The protocol revisions we speak, and what we say of ourselves.

export const modern = "2026-07-28";
export const legacy = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"] as const;
export const newestLegacy = legacy[0];

/** Keys of `_meta` that the 2026-07-28 revision defines. */
export const metaKeys = {
  version: "io.modelcontextprotocol/protocolVersion",
  capabilities: "io.modelcontextprotocol/clientCapabilities",
  clientInfo: "io.modelcontextprotocol/clientInfo",
  serverInfo: "io.modelcontextprotocol/serverInfo",
  logLevel: "io.modelcontextprotocol/logLevel",
  subscription: "io.modelcontextprotocol/subscriptionId",
} as const;

/** What the tools of an endpoint need, and the log messages of their calls; other capabilities are not offered yet. */
export const capabilities = { tools: { listChanged: true }, logging: {} };

/** Us, named after the endpoint so that a client with several can tell them apart. */
export function serverInfo(endpointName: string): { name: string; title: string; version: string } {
  return { name: "gatehouse", title: endpointName, version: "0.1.0" };
}
