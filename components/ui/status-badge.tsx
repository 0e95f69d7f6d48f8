import {
  CircleCheck,
  CircleDashed,
  CircleX,
  Info,
  LoaderCircle,
  type LucideIcon,
  TriangleAlert,
} from "lucide-react";
import { cn } from "./cn";
import { Tooltip } from "./tooltip";

export type StatusTone = "success" | "warning" | "danger" | "info" | "neutral" | "pending";

const tones: Record<StatusTone, { icon: LucideIcon; text: string; pill: string }> = {
  success: {
    icon: CircleCheck,
    text: "text-success",
    pill: "border-success-border bg-success-subtle",
  },
  warning: {
    icon: TriangleAlert,
    text: "text-warning",
    pill: "border-warning-border bg-warning-subtle",
  },
  danger: { icon: CircleX, text: "text-danger", pill: "border-danger-border bg-danger-subtle" },
  info: { icon: Info, text: "text-info", pill: "border-info-border bg-info-subtle" },
  neutral: { icon: CircleDashed, text: "text-muted-foreground", pill: "bg-muted" },
  pending: { icon: LoaderCircle, text: "text-muted-foreground", pill: "bg-muted" },
};

type StatusBadgeProps = {
  tone: StatusTone;
  /** The word. Colour never speaks alone. */
  label: string;
  icon?: LucideIcon | undefined;
  /** Why it is so: shown on hover and on focus. */
  reason?: string | undefined;
  /** Plain in rows, a pill beside a title. */
  pill?: boolean | undefined;
  className?: string | undefined;
};

export function StatusBadge({ tone, label, icon, reason, pill, className }: StatusBadgeProps) {
  const look = tones[tone];
  const Icon = icon ?? look.icon;
  const style = cn(
    "inline-flex align-middle shrink-0 items-center gap-1.5 whitespace-nowrap rounded-sm text-sm",
    pill && ["h-6 border px-2 font-medium text-xs", look.pill, look.text],
    className,
  );
  const face = (
    <>
      <Icon
        aria-hidden="true"
        className={cn("size-3.5 shrink-0", look.text, tone === "pending" && "animate-spin")}
      />
      {label}
    </>
  );
  if (!reason) return <span className={style}>{face}</span>;
  return (
    <Tooltip content={reason}>
      <button
        type="button"
        className={cn(
          style,
          "cursor-help underline decoration-border decoration-dotted underline-offset-4",
        )}
      >
        {face}
      </button>
    </Tooltip>
  );
}
