import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

// Our own names must be known to the merger, or `text-2xs` would be taken for a colour.
const merge = extendTailwindMerge({
  extend: { theme: { text: ["2xs"], shadow: ["raised", "floating"] } },
});

export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
