import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

type FieldSetProps = ComponentProps<"fieldset"> & { legend: ReactNode; hint?: ReactNode };

/** A group of controls under one question: several checkboxes, a pair of inputs. */
export function FieldSet({ legend, hint, className, children, ...props }: FieldSetProps) {
  return (
    <fieldset className={cn("min-w-0", className)} {...props}>
      <legend className="font-medium text-sm">{legend}</legend>
      {hint ? <p className="mt-0.5 text-pretty text-muted-foreground text-xs">{hint}</p> : null}
      <div className="mt-2 grid gap-2.5">{children}</div>
    </fieldset>
  );
}
