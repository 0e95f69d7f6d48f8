"use client";

import * as Radix from "@radix-ui/react-switch";
import type { ComponentProps } from "react";
import { cn } from "./cn";
import { useFieldControl } from "./field-context";
import { Tooltip } from "./tooltip";

type SwitchProps = ComponentProps<typeof Radix.Root> & {
  /** Saving this one switch: it stays where the person put it, and its neighbours stay alive. */
  pending?: boolean | undefined;
  disabledReason?: string | undefined;
};

export function Switch({
  className,
  pending,
  disabledReason,
  onCheckedChange,
  ...props
}: SwitchProps) {
  const refused = Boolean(disabledReason);
  const control = (
    <Radix.Root
      {...useFieldControl()}
      aria-busy={pending || undefined}
      aria-disabled={refused || undefined}
      className={cn(
        "group relative inline-flex h-[1.125rem] w-8 shrink-0 items-center rounded-full bg-input transition-colors before:absolute before:-inset-1",
        // Not data-state: the tooltip of a refused switch writes its own there.
        "aria-checked:bg-primary disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55",
        className,
      )}
      {...props}
      {...(refused || !onCheckedChange ? {} : { onCheckedChange })}
    >
      <Radix.Thumb className="pointer-events-none block size-3.5 translate-x-0.5 rounded-full bg-white shadow-raised transition-transform duration-150 data-[state=checked]:translate-x-4 group-aria-busy:animate-pulse" />
    </Radix.Root>
  );
  return disabledReason ? <Tooltip content={disabledReason}>{control}</Tooltip> : control;
}
