import { Ban, CircleDashed, CircleHelp, Clock, Unplug } from "lucide-react";
import { StatusBadge } from "@/components/ui/status-badge";
import type { Outcome } from "@/server/activity/schema";

const looks = {
  ok: { tone: "success", label: "OK" },
  tool_error: { tone: "warning", label: "Tool error" },
  denied: { tone: "danger", label: "Denied", icon: Ban },
  failed: { tone: "danger", label: "Failed" },
  cancelled: { tone: "neutral", label: "Cancelled", icon: CircleDashed },
  timed_out: { tone: "danger", label: "Timed out", icon: Clock },
  revoked: { tone: "danger", label: "Revoked", icon: Unplug },
  unknown: { tone: "warning", label: "Unknown", icon: CircleHelp },
  running: { tone: "pending", label: "Running" },
} as const;

export function OutcomeBadge({ outcome, pill }: { outcome: Outcome; pill?: boolean }) {
  return <StatusBadge {...looks[outcome]} pill={pill} />;
}

export function outcomeLabel(outcome: Outcome): string {
  return looks[outcome].label;
}
