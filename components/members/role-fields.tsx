"use client";

import { useNow } from "@/components/data/use-now";
import { FormError } from "@/components/forms/form-error";
import { CheckRow } from "@/components/ui/check-row";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { GivenRole } from "@/server/members/schema";
import { dayOf, endOfDay } from "./last-day";
import type { RoleChoice } from "./types";

type RoleFieldsProps = {
  choices: readonly RoleChoice[];
  value: readonly GivenRole[];
  onChange: (value: GivenRole[]) => void;
  /** Roles that are held already, which stay even where one could not give them. */
  held?: readonly string[] | undefined;
  error?: string | undefined;
};

/** One or more roles, each perhaps until a day. */
export function RoleFields({ choices, value, onChange, held = [], error }: RoleFieldsProps) {
  const toggle = (role: string, on: boolean) =>
    onChange(on ? [...value, { role, until: null }] : value.filter((given) => given.role !== role));
  const setEnd = (role: string, until: Date | null) =>
    onChange(value.map((given) => (given.role === role ? { role, until } : given)));
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-2 font-medium text-sm">Roles</legend>
      <FormError error={error} />
      {choices.map((choice) => {
        const given = value.find(({ role }) => role === choice.key);
        return (
          <div key={choice.key} className="flex flex-wrap items-start gap-x-4 gap-y-2">
            <div className="min-w-0 flex-1 basis-48">
              <CheckRow
                label={choice.name}
                hint={choice.refusal ?? choice.description}
                checked={given !== undefined}
                disabled={choice.refusal !== null && !held.includes(choice.key)}
                onCheckedChange={(on) => toggle(choice.key, on === true)}
              />
            </div>
            {given ? (
              <RoleEnd
                name={choice.name}
                until={given.until}
                onChange={(until) => setEnd(choice.key, until)}
              />
            ) : null}
          </div>
        );
      })}
    </fieldset>
  );
}

type RoleEndProps = { name: string; until: Date | null; onChange: (until: Date | null) => void };

function RoleEnd({ name, until, onChange }: RoleEndProps) {
  const now = useNow();
  const label = (
    <>
      Last day <span className="sr-only">as {name}</span>
    </>
  );
  return (
    <Field label={label} optional className="max-sm:ml-6.5 max-sm:w-full">
      <Input
        type="date"
        className="sm:w-40"
        defaultValue={until ? dayOf(until) : ""}
        min={now ? dayOf(now) : undefined}
        onChange={(event) => onChange(endOfDay(event.target.value, until))}
      />
    </Field>
  );
}
