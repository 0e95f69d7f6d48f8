"use client";

import type { ComponentProps } from "react";
import { cn } from "./cn";
import { useFieldControl } from "./field-context";
import { controlStyle } from "./input";

type TextareaProps = ComponentProps<"textarea"> & { mono?: boolean | undefined };

export function Textarea({ className, mono, rows = 3, ...props }: TextareaProps) {
  return (
    <textarea
      {...useFieldControl()}
      rows={rows}
      className={cn(
        controlStyle,
        "field-sizing-content min-h-16 px-2.5 py-1.5",
        mono && "font-mono",
        className,
      )}
      {...props}
    />
  );
}
