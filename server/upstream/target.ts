// The words of this folder: which server is meant, what is asked of it, and what it answered.

/** E25: revisions up to 2025-11-25, with `initialize`. E26: revision 2026-07-28, stateless. */
export type Era = "E25" | "E26";

export type UpstreamTarget = {
  serverId: string;
  url: string;
  era: Era;
  /** The revision found when the catalog was read. */
  protocolVersion: string;
  /** "none", or the credential's id and version. Sockets and sessions are never shared across it. */
  credentialKey: string;
  /** The opened credential as request headers; empty for none. */
  headers: Readonly<Record<string, string>>;
  /** What a call's respondent can answer, as the raw `ClientCapabilities`; nothing by default. */
  capabilities?: string | undefined;
};

/** What is needed to find out the era. */
export type UnknownTarget = Omit<UpstreamTarget, "era" | "protocolVersion">;

/** The exact text of the `result` or `error` member of a JSON-RPC response. */
export type UpstreamAnswer = { kind: "result" | "error"; raw: string };

export type ServerInfo = { name: string; title: string | null; version: string };

/** Revisions with `initialize` that we speak, newest first. */
export const legacyVersions: readonly string[] = [
  "2025-11-25",
  "2025-06-18",
  "2025-03-26",
  "2024-11-05",
];

export const modernVersion = "2026-07-28";

export const clientInfo = '{"name":"gatehouse","version":"0.1.0"}';
