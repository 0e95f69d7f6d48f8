import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

type Tone = "info" | "success" | "warning" | "danger";

const tones: Record<Tone, { icon: LucideIcon; box: string; text: string }> = {
  info: { icon: Info, box: "border-info-border bg-info-subtle", text: "text-info" },
  success: {
    icon: CircleCheck,
    box: "border-success-border bg-success-subtle",
    text: "text-success",
  },
  warning: {
    icon: TriangleAlert,
    box: "border-warning-border bg-warning-subtle",
    text: "text-warning",
  },
  danger: { icon: CircleAlert, box: "border-danger-border bg-danger-subtle", text: "text-danger" },
};

type BannerProps = {
  tone?: Tone | undefined;
  title?: ReactNode;
  children?: ReactNode;
  /** The button that mends it. */
  action?: ReactNode;
  /** Set for what appears after an action of the person (a form's error): it is then read out. */
  live?: boolean | undefined;
  className?: string | undefined;
};

export function Banner({ tone = "info", title, children, action, live, className }: BannerProps) {
  const { icon: Icon, box, text } = tones[tone];
  return (
    <div
      role={live ? "alert" : undefined}
      className={cn(
        "flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg border px-3 py-2.5 text-sm",
        box,
        className,
      )}
    >
      <Icon aria-hidden="true" className={cn("mt-0.5 size-4 shrink-0", text)} />
      <div className="grid min-w-0 flex-1 gap-0.5 text-pretty">
        {title ? <p className={cn("font-medium", text)}>{title}</p> : null}
        {children ? <div className="text-foreground">{children}</div> : null}
      </div>
      {action ? <div className="flex shrink-0 items-center gap-2">{action}</div> : null}
    </div>
  );
}
