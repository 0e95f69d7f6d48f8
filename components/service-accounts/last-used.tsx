import { Time } from "@/components/data/time";

/** Below a column's head a word is enough; a card needs the sentence. */
export function LastUsed({ at }: { at: Date | null }) {
  if (!at)
    return (
      <>
        Never<span className="sm:hidden"> used</span>
      </>
    );
  return (
    <>
      <span className="sm:hidden">used </span>
      <Time value={at} />
    </>
  );
}
