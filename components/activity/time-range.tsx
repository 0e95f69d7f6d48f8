"use client";

import { useTimeZone } from "@/components/data/time-zone";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { defaultSpan, spanNames } from "@/server/activity/schema";
import type { CallFilterState } from "./use-call-filter";
import { fromField, toField } from "./zoned";

const custom = "custom";

export const spanLabels: Record<(typeof spanNames)[number], string> = {
  "15m": "Last 15 minutes",
  "1h": "Last hour",
  "24h": "Last 24 hours",
  "7d": "Last 7 days",
  "30d": "Last 30 days",
  "90d": "Last 90 days",
};

const options = [
  ...spanNames.map((value) => ({ value, label: spanLabels[value] })),
  { value: custom, label: "Between two times…" },
];

export function TimeRange({ state: { values, set } }: { state: CallFilterState }) {
  const isCustom =
    values.within === custom || (!values.within && Boolean(values.from || values.to));
  const zone = useTimeZone();
  const choose = (value: string) => {
    const span = spanNames.find((one) => one === value);
    set(span ? { within: span, from: null, to: null } : { within: custom });
  };
  return (
    <>
      <Select
        aria-label="Time"
        className="w-auto min-w-36 flex-1 sm:flex-none"
        options={options}
        value={isCustom ? custom : (values.within ?? defaultSpan)}
        onValueChange={choose}
      />
      {isCustom ? (
        <fieldset className="grid gap-2 max-sm:w-full sm:flex">
          <legend className="sr-only">Between two times, in {zone ?? "your time zone"}</legend>
          {(["from", "to"] as const).map((side) => (
            <Input
              type="datetime-local"
              aria-label={side === "from" ? "From" : "To"}
              className="sm:w-48"
              // Not controlled: what is half typed has no value yet, and would be wiped out.
              key={`${side} ${values[side]} ${zone}`}
              defaultValue={toField(values[side], zone)}
              onBlur={(event) => {
                const { value } = event.target;
                if (value === toField(values[side], zone)) return;
                set({ within: custom, [side]: fromField(value, zone) });
              }}
            />
          ))}
        </fieldset>
      ) : null}
    </>
  );
}
