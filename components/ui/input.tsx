"use client";

import type { ComponentProps } from "react";
import { cn } from "./cn";
import { useFieldControl } from "./field-context";

// 16 px on phones: Safari zooms into anything smaller.
export const controlStyle = [
  "w-full min-w-0 rounded-md border border-input bg-card text-[1rem] text-foreground shadow-raised outline-none transition-[border-color,box-shadow] sm:text-sm",
  "placeholder:text-muted-foreground focus-visible:border-ring focus-visible:ring-[3px] focus-visible:ring-ring/25",
  "aria-invalid:border-danger aria-invalid:focus-visible:ring-danger/25",
  "disabled:cursor-not-allowed disabled:bg-muted disabled:text-muted-foreground",
];

type InputProps = ComponentProps<"input"> & { mono?: boolean | undefined };

export function Input({ className, mono, ...props }: InputProps) {
  return (
    <input
      {...useFieldControl()}
      data-slot="input"
      className={cn(controlStyle, "h-9 px-2.5 sm:h-8", mono && "font-mono", className)}
      {...props}
    />
  );
}
