import type { Outputs } from "@/components/trpc/outputs";

export type Somebody = Outputs["people"]["list"][number];
export type AnyProject = Outputs["installation"]["projects"][number];
export type KeptRecord = Outputs["installation"]["records"][number];
