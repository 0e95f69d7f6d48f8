"use client";

import { useHydrated } from "@/components/data/use-hydrated";

/** ⌘ on Apple's machines, Ctrl elsewhere. */
export function ModKey() {
  const hydrated = useHydrated();
  if (hydrated && /mac|iphone|ipad/i.test(navigator.platform)) return "⌘";
  return "Ctrl ";
}
