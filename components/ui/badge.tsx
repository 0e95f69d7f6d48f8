import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./cn";

const badgeStyle = cva(
  "inline-flex align-middle h-5 max-w-full shrink-0 items-center gap-1 whitespace-nowrap rounded-sm border px-1.5 text-2xs [&_svg]:size-3 [&_svg]:shrink-0",
  {
    variants: {
      tone: {
        neutral: "bg-muted text-muted-foreground",
        accent: "border-transparent bg-primary-subtle text-link",
        success: "border-success-border bg-success-subtle text-success",
        warning: "border-warning-border bg-warning-subtle text-warning",
        danger: "border-danger-border bg-danger-subtle text-danger",
        info: "border-info-border bg-info-subtle text-info",
      },
      mono: { true: "font-mono", false: "font-medium" },
    },
    defaultVariants: { tone: "neutral", mono: false },
  },
);

type BadgeProps = ComponentProps<"span"> & VariantProps<typeof badgeStyle>;

/** A small fact about a thing (read-only, new, shared). For a state use `StatusBadge`. */
export function Badge({ tone, mono, className, ...props }: BadgeProps) {
  return <span className={cn(badgeStyle({ tone, mono }), className)} {...props} />;
}
