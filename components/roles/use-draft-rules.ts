"use client";

import { useFormContext, useWatch } from "react-hook-form";
import { type RoleForm, toSoundRules } from "./role-form";
import { useDebounced } from "./use-debounced";

/** The rules of the form beside the preview, once the typing rests; and how many are unfinished. */
export function useDraftRules() {
  const { control } = useFormContext<RoleForm>();
  const [permissions, rules] = useWatch({ control, name: ["permissions", "rules"] });
  const drafted = toSoundRules({ permissions, rules });
  return useDebounced(drafted, JSON.stringify(drafted));
}
