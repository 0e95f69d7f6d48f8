import type { Account } from "@/components/connections/types";

/** What the consent page is told; made by the authorization server. */
export type ReturnPlace =
  | { kind: "site"; host: string }
  | { kind: "computer"; host: string }
  | { kind: "app"; scheme: string };

export type AskingClient = {
  name: string;
  verifiedHost: string | null;
  returnsTo: ReturnPlace;
  loopbackOnly: boolean;
};

export type OfferedTool = {
  name: string;
  title: string | null;
  server: string;
  destructive: boolean;
};

export type OfferedEndpoint = {
  id: string;
  name: string;
  projectName: string;
  servers: number;
  filtered: boolean;
  tools: OfferedTool[];
  /** The person's own, all of which must be connected. */
  accounts: Account[];
  maxAccessSeconds: number;
  durations: { seconds: number; label: string }[];
  firstDuration: number;
};

export type SignedIn = { name: string; email: string };

export type Refused = { client: string; token: string } & (
  | { state: "stranger" }
  | { state: "not_permitted"; endpoint: string; project: string; askers: string[] }
  | { state: "disabled"; endpoint: string; project: string }
  | { state: "none_permitted" }
);
