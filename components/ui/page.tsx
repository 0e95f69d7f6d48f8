import type { ComponentProps } from "react";
import { cn } from "./cn";

type PageProps = ComponentProps<"div"> & { width?: "narrow" | "normal" | "full" | undefined };

const widths = { narrow: "max-w-2xl", normal: "max-w-6xl", full: "max-w-none" };

/** The content of one portal page: gutters, rhythm, and a width that suits what is on it. */
export function Page({ width = "normal", className, ...props }: PageProps) {
  return (
    <div
      className={cn(
        "mx-auto grid w-full grid-cols-[minmax(0,1fr)] content-start gap-6 px-4 py-5 sm:px-8 sm:py-7",
        widths[width],
        className,
      )}
      {...props}
    />
  );
}
