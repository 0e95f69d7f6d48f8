"use client";

import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cn } from "./cn";
import { FieldContext, type FieldControl } from "./field-context";
import { Label } from "./label";

type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  required?: boolean | undefined;
  optional?: boolean | undefined;
  /** `row` puts the control at the right of its words: switches in settings. */
  layout?: "stack" | "row" | undefined;
  className?: string | undefined;
  children: ReactNode;
};

/** Label, control, hint and error, wired by aria. The control inside needs no ids. */
export function Field({ layout = "stack", className, children, ...words }: FieldProps) {
  const { control, id } = useControl(words);
  const row = layout === "row";
  return (
    <div className={cn(row ? "flex items-start justify-between gap-6" : "grid gap-1.5", className)}>
      <div className={cn(row ? "grid gap-0.5" : "contents")}>
        <FieldLabel id={id} {...words} />
        {row ? <FieldHint id={id} {...words} /> : null}
      </div>
      <FieldContext value={control}>{children}</FieldContext>
      {row ? null : <FieldHint id={id} {...words} />}
    </div>
  );
}

type Words = Pick<FieldProps, "label" | "hint" | "error" | "required" | "optional">;

function useControl({ hint, error, required }: Words): { id: string; control: FieldControl } {
  const id = useId();
  const describedBy = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""]
    .filter(Boolean)
    .join(" ");
  return {
    id,
    control: {
      id,
      "aria-labelledby": `${id}-label`,
      "aria-describedby": describedBy || undefined,
      "aria-invalid": error ? true : undefined,
      "aria-required": required ? true : undefined,
    },
  };
}

function FieldLabel({ id, label, optional }: Words & { id: string }) {
  return (
    <Label id={`${id}-label`} htmlFor={id} className="flex items-baseline gap-1.5">
      {label}
      {optional ? (
        <span className="font-normal text-muted-foreground text-xs">Optional</span>
      ) : null}
    </Label>
  );
}

function FieldHint({ id, hint, error }: Words & { id: string }) {
  return (
    <>
      {hint ? (
        <p id={`${id}-hint`} className="text-pretty text-muted-foreground text-xs">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} role="alert" className="flex items-start gap-1.5 text-danger text-xs">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-3.5 shrink-0" />
          {error}
        </p>
      ) : null}
    </>
  );
}
