import { CircleDashed, Clock, KeyRound, ShieldAlert } from "lucide-react";
import { StatusBadge } from "@/components/ui/status-badge";
import type { Account } from "./types";

const looks = {
  connected: { tone: "success", label: "Connected" },
  expired: { tone: "warning", label: "Expired", icon: Clock },
  needs_sign_in: { tone: "warning", label: "Needs sign-in", icon: KeyRound },
  unreadable: { tone: "danger", label: "Unreadable", icon: ShieldAlert },
  not_connected: { tone: "neutral", label: "Not connected", icon: CircleDashed },
} as const;

type AccountStatusProps = {
  account: Pick<Account, "state" | "reason">;
  /** The reason stands beside it already. */
  bare?: boolean;
};

/** The word for an account's state; why it is so, on hover and focus. */
export function AccountStatus({ account, bare }: AccountStatusProps) {
  const reason = bare ? undefined : (account.reason ?? undefined);
  return <StatusBadge {...looks[account.state]} reason={reason} />;
}
