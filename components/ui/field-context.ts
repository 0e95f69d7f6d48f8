"use client";

import { createContext, use } from "react";

export type FieldControl = {
  id?: string | undefined;
  "aria-labelledby"?: string | undefined;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: true | undefined;
  "aria-required"?: true | undefined;
};

export const FieldContext = createContext<FieldControl>({});

/** What a control inside a `Field` must carry to be announced with its label, hint and error. */
export function useFieldControl(): FieldControl {
  return use(FieldContext);
}
