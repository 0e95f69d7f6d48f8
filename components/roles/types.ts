import type { Outputs } from "@/components/trpc/outputs";

type Roles = Outputs["roles"];

export type Role = Roles["get"];
export type RoleSummary = Roles["list"][number];
export type CatalogueEntry = Roles["catalogue"][number];
export type Preview = Roles["preview"];
export type Because = Roles["tryName"]["because"];
export type Basis = Pick<Because[number], "role" | "sentence">;
