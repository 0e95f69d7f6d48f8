"use client";

import { useTheme } from "next-themes";
import { Toaster as Sonner } from "sonner";

/** Mounted once in the root layout. Say things with `toast` from "sonner". */
export function Toaster() {
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="bottom-right"
      gap={8}
      expand
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-start gap-2.5 rounded-lg bg-popover px-3.5 py-3 font-sans text-foreground text-sm shadow-floating sm:w-[22rem]",
          icon: "mt-0.5 shrink-0 [&_svg]:size-4",
          content: "grid min-w-0 flex-1 gap-0.5",
          title: "font-medium",
          description: "text-muted-foreground text-xs",
          actionButton:
            "shrink-0 rounded-md border bg-card px-2 py-0.5 font-medium text-xs hover:bg-accent",
          cancelButton: "shrink-0 px-2 py-0.5 text-muted-foreground text-xs",
          success: "[&_[data-icon]]:text-success",
          error: "[&_[data-icon]]:text-danger",
          warning: "[&_[data-icon]]:text-warning",
          info: "[&_[data-icon]]:text-info",
        },
      }}
    />
  );
}
