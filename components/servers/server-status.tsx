import { CircleOff, KeyRound } from "lucide-react";
import { StatusBadge } from "@/components/ui/status-badge";
import type { ServerStatus as Word } from "@/server/servers/schema";

type Stated = { status: Word; statusReason: string | null; disabledAt: Date | null };

const looks = {
  connected: { tone: "success", label: "Connected" },
  needs_sign_in: { tone: "warning", label: "Needs sign-in", icon: KeyRound },
  unreachable: { tone: "danger", label: "Unreachable" },
  not_checked: { tone: "neutral", label: "Not checked" },
} as const;

/** The word for a server's state; why it is so, on hover and focus. */
export function ServerStatus({ server, pill }: { server: Stated; pill?: boolean }) {
  if (server.disabledAt)
    return <StatusBadge tone="neutral" icon={CircleOff} label="Disabled" pill={pill} />;
  return (
    <StatusBadge
      {...looks[server.status]}
      pill={pill}
      reason={pill ? undefined : (server.statusReason ?? undefined)}
    />
  );
}

export const statusWords = Object.entries(looks).map(([value, { label }]) => ({ value, label }));
