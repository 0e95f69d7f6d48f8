"use client";

import { type Control, Controller, type FieldErrors } from "react-hook-form";
import { callChoices, type Period, payloadChoices } from "@/server/retention/schema";
import { DaysField } from "./days-field";

type PeriodFieldsProps = { control: Control<Period>; errors: FieldErrors<Period> };

/** How long calls are kept, and their payloads. */
export function PeriodFields({ control, errors }: PeriodFieldsProps) {
  return (
    <>
      <Controller
        control={control}
        name="keepDays"
        render={({ field }) => (
          <DaysField
            label="Keep calls"
            hint="Who called what, when, and how it ended."
            always="For ever"
            choices={callChoices}
            error={errors.keepDays?.message}
            value={field.value}
            onChange={field.onChange}
          />
        )}
      />
      <Controller
        control={control}
        name="keepPayloadDays"
        render={({ field }) => (
          <DaysField
            label="Keep payloads"
            hint="What calls sent and received. They can go earlier than their calls."
            always="As long as their calls"
            choices={payloadChoices}
            error={errors.keepPayloadDays?.message}
            value={field.value}
            onChange={field.onChange}
          />
        )}
      />
    </>
  );
}
