"use client";

import { X } from "lucide-react";
import { Controller, useFormContext, useWatch } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { Tooltip } from "@/components/ui/tooltip";
import { conditionOperators } from "@/server/roles/schema";
import { ConditionValues } from "./condition-values";
import type { RoleForm } from "./role-form";

type ConditionRowProps = {
  path: `rules.${number}.conditions.${number}`;
  number: number;
  onRemove: () => void;
};

const hints: Record<(typeof conditionOperators)[number], string> = {
  equal: "Exactly this name",
  "not equal": "Any other name",
  "glob match": "A pattern: * for any characters, ? for one",
  in: "One of a list of names",
};

const operators = conditionOperators.map((value) => ({ value, label: value, hint: hints[value] }));
const properties = [{ value: "name", label: "Endpoint name" }];

/** Property, operator, value. */
export function ConditionRow({ path, number, onRemove }: ConditionRowProps) {
  const { control, setValue, getValues } = useFormContext<RoleForm>();
  const operator = useWatch({ control, name: `${path}.operator` });
  const choose = (next: string) => {
    const known = conditionOperators.find((one) => one === next);
    if (!known) return;
    setValue(`${path}.operator`, known, { shouldDirty: true });
    // Only a list keeps more than one.
    const [first = ""] = getValues(`${path}.values`);
    if (known !== "in") setValue(`${path}.values`, [first], { shouldDirty: true });
  };
  return (
    <li className="grid grid-cols-[minmax(0,1.35fr)_minmax(0,1fr)_auto] items-start gap-2 sm:grid-cols-[9.5rem_8.5rem_minmax(0,1fr)_auto]">
      <Select aria-label={`Property of condition ${number}`} options={properties} value="name" />
      <Select
        aria-label={`Operator of condition ${number}`}
        options={operators}
        value={operator}
        onValueChange={choose}
      />
      <div className="max-sm:order-last max-sm:col-span-3">
        <Controller
          control={control}
          name={`${path}.values`}
          render={({ field, fieldState }) => (
            <ConditionValues
              label={`Value of condition ${number}`}
              operator={operator}
              values={field.value}
              onChange={field.onChange}
              error={messageOf(fieldState.error)}
            />
          )}
        />
      </div>
      <Tooltip content="Remove condition">
        <Button
          variant="ghost"
          size="icon"
          aria-label={`Remove condition ${number}`}
          onClick={onRemove}
        >
          <X aria-hidden="true" />
        </Button>
      </Tooltip>
    </li>
  );
}

// Of the list as a whole, or of one of its values.
function messageOf(error: unknown): string | undefined {
  if (Array.isArray(error)) return error.map(messageOf).find((one) => one !== undefined);
  const { message } = (error ?? {}) as { message?: string };
  return message;
}
