import type { OutcomeClass } from "@/server/activity/schema";

export const classLooks: Record<OutcomeClass, { label: string; mark: string; fill: string }> = {
  ok: { label: "OK", mark: "bg-primary", fill: "fill-primary" },
  tool_error: { label: "Tool error", mark: "bg-warning", fill: "fill-warning" },
  denied: { label: "Denied", mark: "bg-muted-foreground", fill: "fill-muted-foreground" },
  failed: { label: "Failed", mark: "bg-danger", fill: "fill-danger" },
};
