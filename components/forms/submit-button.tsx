"use client";

import type { ComponentProps } from "react";
import { useHydrated } from "@/components/data/use-hydrated";
import { Button } from "@/components/ui/button";

/** Submits its form, but only once our own handler is there to receive it. */
export function SubmitButton({ disabled, ...props }: ComponentProps<typeof Button>) {
  const hydrated = useHydrated();
  return <Button type="submit" disabled={disabled || !hydrated} {...props} />;
}
