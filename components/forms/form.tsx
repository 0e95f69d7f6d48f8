"use client";

import type { ComponentProps } from "react";
import { cn } from "@/components/ui/cn";
import { FormError } from "./form-error";

type FormProps = ComponentProps<"form"> & {
  pending?: boolean | undefined;
  /** What the server refused, as one sentence. */
  error?: string | undefined;
};

/** Always `post`: a press before hydration must never put a password into the address. Ends with a `SubmitButton`. */
export function Form({ pending, error, className, children, ...props }: FormProps) {
  return (
    <form method="post" noValidate {...props}>
      <fieldset disabled={pending ?? false} className={cn("grid min-w-0 gap-4", className)}>
        <FormError error={error} />
        {children}
      </fieldset>
    </form>
  );
}
