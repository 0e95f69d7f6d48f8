import type { Outputs } from "@/components/trpc/outputs";

type Servers = Outputs["servers"];

export type ServerRow = Servers["list"][number];
export type Server = Servers["get"];
export type ToolRow = Servers["tools"][number];
export type Probe = Servers["probe"];
export type SyncResult = Servers["sync"];
