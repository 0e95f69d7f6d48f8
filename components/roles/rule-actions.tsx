"use client";

import { useQuery } from "@tanstack/react-query";
import { Controller, useFormContext } from "react-hook-form";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { CheckRow } from "@/components/ui/check-row";
import { actionWord } from "./catalogue-words";
import { type EndpointAction, endpointActions, type RoleForm, withAction } from "./role-form";

/** What one rule allows with the endpoints it reaches. */
export function RuleActions({ index }: { index: number }) {
  const { control, formState } = useFormContext<RoleForm>();
  const mayGive = useMayGive();
  const error = formState.errors.rules?.[index]?.actions?.message;
  const had = formState.defaultValues?.rules?.[index]?.actions ?? [];
  return (
    <Controller
      control={control}
      name={`rules.${index}.actions`}
      render={({ field }) => (
        <div className="grid gap-1.5">
          <div className="flex flex-wrap gap-x-5 gap-y-2">
            {endpointActions.map((action) => (
              <CheckRow
                key={action}
                label={actionWord(action)}
                checked={field.value.includes(action)}
                disabled={mayGive(action) === "none" && !had.includes(action)}
                onCheckedChange={(on) =>
                  field.onChange(withAction(field.value, action, on === true))
                }
              />
            ))}
          </div>
          <Limits given={mayGive} />
          {error ? (
            <p role="alert" className="text-danger text-xs">
              {error}
            </p>
          ) : null}
        </div>
      )}
    />
  );
}

type MayGive = (action: EndpointAction) => "all" | "some" | "none";

function useMayGive(): MayGive {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const { data = [] } = useQuery(trpc.roles.catalogue.queryOptions({ project }));
  const held = new Map(data.map((entry) => [entry.permission as string, entry.held]));
  return (action) => held.get(action) ?? "all";
}

/** Why one of them cannot be chosen, or only under conditions. */
function Limits({ given }: { given: MayGive }) {
  const named = (held: "some" | "none") =>
    endpointActions
      .filter((action) => given(action) === held)
      .map(actionWord)
      .join(", ");
  const [none, some] = [named("none"), named("some")];
  return (
    <div className="grid gap-0.5 text-muted-foreground text-xs empty:hidden">
      {none ? <p>{none}: you do not hold this yourself, so you cannot give it.</p> : null}
      {some ? (
        <p>
          {some}: you hold this for some endpoints only; repeat the conditions of your own rule.
        </p>
      ) : null}
    </div>
  );
}
