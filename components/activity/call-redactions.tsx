import { RedactedText } from "@/components/data/redacted-text";
import { toSentence } from "@/components/data/redaction-marks";
import type { CallDetail } from "./call-json";

type Redaction = NonNullable<CallDetail["redactions"]>[number];

type CallRedactionsProps = { redactions: readonly Redaction[]; side: Redaction["side"] };

/** Where places beyond those worth naming are counted together. */
const elsewhere = "…";

/** What filters took out of one side, place by place: "2 emails, 1 phone — at arguments.body". */
export function CallRedactions({ redactions, side }: CallRedactionsProps) {
  const here = redactions.filter((one) => one.side === side);
  if (here.length === 0) return null;
  const places = byPath(here);
  return (
    <div className="rounded-lg bg-primary-subtle px-3 py-2 text-xs">
      <p className="font-medium">
        {places.length > 1 ? `Taken out by filters: ${toSentence(here)}` : "Taken out by filters"}
      </p>
      <ul
        aria-label={`Redactions of the ${side}`}
        className="mt-1 grid max-h-40 gap-0.5 overflow-auto"
      >
        {places.map(([path, found]) => (
          <li key={path} className="min-w-0 break-words">
            {toSentence(found)}
            {" — "}
            {path !== elsewhere ? (
              <>
                at{" "}
                <code className="font-mono">
                  <RedactedText text={path} />
                </code>
              </>
            ) : (
              "in further places"
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function byPath(redactions: readonly Redaction[]): [string, Redaction[]][] {
  const places = new Map<string, Redaction[]>();
  for (const one of redactions) places.set(one.path, [...(places.get(one.path) ?? []), one]);
  return [...places];
}
