"use client";

import { Controller, useFormContext } from "react-hook-form";
import { CheckRow } from "@/components/ui/check-row";
import { actionWord } from "./catalogue-words";
import { type RoleForm, withAction } from "./role-form";
import type { CatalogueEntry } from "./types";

type PermissionCheckProps = { entry: CatalogueEntry; readOnly: boolean };

export function PermissionCheck({ entry, readOnly }: PermissionCheckProps) {
  const { control, formState } = useFormContext<RoleForm>();
  const { permission, action, sentence, held } = entry;
  const had = formState.defaultValues?.permissions?.includes(permission) ?? false;
  // What the role gives already, others decided: it may stay, and be taken away.
  const beyond = held === "none" && !had;
  return (
    <Controller
      control={control}
      name="permissions"
      render={({ field }) => (
        <CheckRow
          label={actionWord(action)}
          hint={beyond && !readOnly ? `${sentence}. ${notYours}` : `${sentence}.`}
          checked={field.value.includes(permission)}
          disabled={readOnly || beyond}
          onCheckedChange={(on) => field.onChange(withAction(field.value, permission, on === true))}
        />
      )}
    />
  );
}

const notYours = "You do not hold this yourself, so you cannot give it.";
