"use client";

import { Plus } from "lucide-react";
import { useFieldArray, useFormContext } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { EndpointNames } from "./endpoint-names";
import type { RoleForm } from "./role-form";
import { RuleCard } from "./rule-card";
import { RuleSentence } from "./rule-sentence";

/** What is held for some endpoints and not for others. */
export function EndpointRules({ readOnly }: { readOnly: boolean }) {
  const { control } = useFormContext<RoleForm>();
  const { fields, append, remove } = useFieldArray({ control, name: "rules" });
  return (
    <Section
      title="Endpoints"
      description="All conditions of one rule must hold together. Several rules add up: an endpoint that any of them reaches is allowed."
    >
      {fields.length === 0 ? (
        <p className="rounded-lg border border-dashed px-4 py-5 text-center text-muted-foreground text-sm">
          No rule: this role allows nothing with endpoints.
        </p>
      ) : (
        <ul className="grid gap-3">
          {fields.map((field, index) => (
            <li key={field.id} className="rounded-xl border bg-card p-4">
              {readOnly ? (
                <p className="text-pretty text-sm">
                  <RuleSentence {...field} />
                </p>
              ) : (
                <RuleCard index={index} onRemove={() => remove(index)} />
              )}
            </li>
          ))}
        </ul>
      )}
      {readOnly ? null : (
        <div>
          <Button
            variant="secondary"
            onClick={() => append({ actions: ["endpoint.read"], conditions: [] })}
          >
            <Plus aria-hidden="true" />
            Add rule
          </Button>
          <EndpointNames />
        </div>
      )}
    </Section>
  );
}
