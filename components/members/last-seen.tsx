import { Time } from "@/components/data/time";

/** In a row, where a phone shows no heading above it. */
export function LastSeen({ at }: { at: Date | null }) {
  if (!at)
    return (
      <>
        <span className="sm:hidden">never seen</span>
        <span className="max-sm:hidden">Never</span>
      </>
    );
  return (
    <>
      <span className="sm:hidden">seen </span>
      <Time value={at} />
    </>
  );
}
