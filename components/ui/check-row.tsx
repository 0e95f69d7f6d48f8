"use client";

import { type ComponentProps, type ReactNode, useId } from "react";
import { Checkbox } from "./checkbox";

type CheckRowProps = Omit<ComponentProps<typeof Checkbox>, "id" | "children"> & {
  label: ReactNode;
  hint?: ReactNode;
};

/** A checkbox with its words beside it; the words toggle it too. */
export function CheckRow({ label, hint, ...props }: CheckRowProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5">
      <Checkbox
        {...props}
        id={id}
        aria-labelledby={`${id}-label`}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="mt-0.5"
      />
      <div className="grid gap-0.5">
        <label id={`${id}-label`} htmlFor={id} className="text-sm">
          {label}
        </label>
        {hint ? (
          <p id={`${id}-hint`} className="text-muted-foreground text-xs">
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  );
}
