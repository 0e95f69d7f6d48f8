"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { wordsOfDays } from "@/server/retention/schema";

type DaysFieldProps = {
  label: string;
  hint: string;
  error: string | undefined;
  /** What stands for null: "For ever". */
  always: string;
  choices: readonly number[];
  value: number | null;
  onChange: (days: number | null) => void;
};

/** A usual number of days, another one, or no end. */
export function DaysField(props: DaysFieldProps) {
  const { label, hint, error, always, choices, value, onChange } = props;
  const [isOther, setOther] = useState(value !== null && !choices.includes(value));
  const choose = (choice: string) => {
    setOther(choice === "other");
    if (choice === "always") onChange(null);
    else if (choice !== "other") onChange(Number(choice));
    else onChange(value ?? choices[0] ?? null);
  };
  const chosen = value === null ? "always" : String(value);
  return (
    <div className="grid gap-3">
      <Field label={label} hint={hint} error={isOther ? undefined : error}>
        <Select
          value={isOther ? "other" : chosen}
          onValueChange={choose}
          options={[
            { value: "always", label: always },
            ...choices.map((days) => ({ value: String(days), label: wordsOfDays(days) })),
            { value: "other", label: "Another number of days" },
          ]}
        />
      </Field>
      {isOther ? (
        <Field label={`${label}: days`} error={error} required>
          <Input
            type="number"
            inputMode="numeric"
            min={7}
            max={3_650}
            className="max-w-40"
            value={value === null || Number.isNaN(value) ? "" : value}
            onChange={(event) => onChange(event.target.valueAsNumber)}
          />
        </Field>
      ) : null}
    </div>
  );
}
