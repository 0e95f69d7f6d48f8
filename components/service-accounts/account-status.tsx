import { StatusBadge } from "@/components/ui/status-badge";

type AccountStatusProps = { disabledAt: Date | null; pill?: boolean | undefined };

export function AccountStatus({ disabledAt, pill }: AccountStatusProps) {
  return disabledAt ? (
    <StatusBadge tone="neutral" label="Off" pill={pill} />
  ) : (
    <StatusBadge tone="success" label="On" pill={pill} />
  );
}
