import { Banner } from "@/components/ui/banner";
import type { AttemptNotice } from "./types";

/** What the sign-in came to from which the person has just returned. */
export function AttemptBanner({ notice }: { notice: AttemptNotice | null | undefined }) {
  if (!notice) return null;
  const { outcome, reason, server } = notice;
  if (outcome === "connected")
    return (
      <Banner tone="success" live>
        {server} is connected.
      </Banner>
    );
  const declined = outcome === "declined";
  return (
    <Banner
      tone={declined ? "warning" : "danger"}
      title={declined ? `You did not connect ${server}` : `${server} could not be connected`}
      live
    >
      {reason ?? "Try again."}
    </Banner>
  );
}
