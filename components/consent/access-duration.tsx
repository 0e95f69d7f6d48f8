"use client";

import { formatDate } from "@/components/data/format";
import { useNow } from "@/components/data/use-now";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { type AccessChoice, dayRange, endOf, hasDays } from "./access-choice";
import type { OfferedEndpoint } from "./consent-types";

type AccessDurationProps = {
  endpoint: OfferedEndpoint;
  choice: AccessChoice;
  onChoice: (choice: AccessChoice) => void;
};

/** How long the client may act for the person, with the date on which it ends. */
export function AccessDuration({ endpoint, choice, onChoice }: AccessDurationProps) {
  const now = useNow();
  const { durations, maxAccessSeconds } = endpoint;
  const options = durations.map(({ seconds, label }) => ({ value: String(seconds), label }));
  const days = now && hasDays(maxAccessSeconds) ? dayRange(maxAccessSeconds, now) : null;
  const pick = (value: string) => {
    if (value !== "day") onChoice({ kind: "seconds", seconds: Number(value) });
    else onChoice({ kind: "day", day: days?.last ?? "" });
  };
  return (
    <div className="grid gap-3">
      <Field label="Access duration" hint={<EndHint {...{ choice, now, maxAccessSeconds }} />}>
        <Select
          value={choice.kind === "seconds" ? String(choice.seconds) : "day"}
          onValueChange={pick}
          options={days ? [...options, { value: "day", label: "Until a date…" }] : options}
        />
      </Field>
      {choice.kind === "day" && days ? (
        <Field label="Last day of access">
          <Input
            type="date"
            value={choice.day}
            min={days.first}
            max={days.last}
            onChange={(event) => onChoice({ kind: "day", day: event.target.value })}
          />
        </Field>
      ) : null}
    </div>
  );
}

type EndHintProps = { choice: AccessChoice; now: Date | undefined; maxAccessSeconds: number };

function EndHint({ choice, now, maxAccessSeconds }: EndHintProps) {
  const end = now ? endOf(choice, maxAccessSeconds, now) : null;
  if (!now) return <>The client must be allowed again when it ends.</>;
  if (!end) return <>Choose a day from today on.</>;
  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
  return (
    <>
      Ends on {formatDate(end)} at {clock.format(end)}; then the client must be allowed again.
    </>
  );
}
