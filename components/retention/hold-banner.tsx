import type { ReactNode } from "react";
import { Time } from "@/components/data/time";
import type { Outputs } from "@/components/trpc/outputs";
import { Banner } from "@/components/ui/banner";

type Held = NonNullable<Outputs["retention"]["notice"]["hold"]>;

/** Who holds the record, since when, and why. */
export function HoldBanner({ hold, action }: { hold: Held; action?: ReactNode }) {
  return (
    <Banner title="The record is on hold" action={action}>
      <p>
        Put on hold <Time value={hold.at} /> by {hold.byName}. Nothing is dropped until the hold is
        released.
      </p>
      <p className="text-pretty break-words">Reason: {hold.reason}</p>
    </Banner>
  );
}
