"use client";

import { Plus, Trash2 } from "lucide-react";
import { useFieldArray, useFormContext, useWatch } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Tooltip } from "@/components/ui/tooltip";
import { mostConditions } from "@/server/roles/schema";
import { ConditionRow } from "./condition-row";
import type { RoleForm } from "./role-form";
import { RuleActions } from "./rule-actions";
import { RuleSentence } from "./rule-sentence";

type RuleCardProps = { index: number; onRemove: () => void };

/** One rule being written, with the sentence it makes so far. */
export function RuleCard({ index, onRemove }: RuleCardProps) {
  const { control } = useFormContext<RoleForm>();
  const rule = useWatch({ control, name: `rules.${index}` });
  const { fields, append, remove } = useFieldArray({ control, name: `rules.${index}.conditions` });
  const number = index + 1;
  return (
    <fieldset className="grid min-w-0 gap-4">
      <legend className="sr-only">Rule {number}</legend>
      <div className="flex items-start gap-3">
        <p className="min-w-0 flex-1 text-pretty text-sm" aria-live="polite">
          {rule ? <RuleSentence {...rule} /> : null}
        </p>
        <Tooltip content="Remove rule">
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={`Remove rule ${number}`}
            onClick={onRemove}
          >
            <Trash2 aria-hidden="true" />
          </Button>
        </Tooltip>
      </div>
      <RuleActions index={index} />
      {fields.length === 0 ? null : (
        <ul className="grid gap-3">
          {fields.map((field, at) => (
            <ConditionRow
              key={field.id}
              path={`rules.${index}.conditions.${at}`}
              number={at + 1}
              onRemove={() => remove(at)}
            />
          ))}
        </ul>
      )}
      <div>
        <Button
          variant="secondary"
          size="sm"
          disabled={fields.length >= mostConditions}
          onClick={() => append({ property: "name", operator: "glob match", values: [""] })}
        >
          <Plus aria-hidden="true" />
          Add condition
        </Button>
      </div>
    </fieldset>
  );
}
