"use client";

import { useRouter } from "next/navigation";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";

/** The page stood open longer than its form is good for: what was chosen stays, the form is made anew. */
export function LateForm({ late }: { late: boolean }) {
  const router = useRouter();
  if (!late) return null;
  return (
    <Banner
      tone="warning"
      live
      action={
        <Button variant="secondary" size="sm" onClick={() => router.refresh()}>
          Reload
        </Button>
      }
    >
      This page has been open for more than 10 minutes. Reload it, look again, and decide.
    </Banner>
  );
}
