"use client";

import * as Radix from "@radix-ui/react-select";
import { Check, ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { useFieldControl } from "./field-context";
import { controlStyle } from "./input";

type SelectOption = {
  value: string;
  label: ReactNode;
  hint?: ReactNode;
  disabled?: boolean | undefined;
};

type SelectProps = {
  options: readonly SelectOption[];
  value?: string | undefined;
  defaultValue?: string | undefined;
  onValueChange?: ((value: string) => void) | undefined;
  name?: string | undefined;
  placeholder?: string | undefined;
  disabled?: boolean | undefined;
  /** Needed only outside a `Field`. */
  "aria-label"?: string | undefined;
  className?: string | undefined;
};

export function Select({
  options,
  placeholder,
  className,
  "aria-label": label,
  ...root
}: SelectProps) {
  return (
    <Radix.Root {...withoutUndefined(root)}>
      <Radix.Trigger
        {...useFieldControl()}
        {...(label ? { "aria-label": label } : {})}
        className={cn(
          controlStyle,
          "flex h-9 items-center justify-between gap-2 px-2.5 text-left data-[placeholder]:text-muted-foreground sm:h-8 [&>span]:truncate",
          className,
        )}
      >
        <Radix.Value placeholder={placeholder} />
        <Radix.Icon>
          <ChevronDown aria-hidden="true" className="size-4 text-muted-foreground" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          className="z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) max-w-[calc(100vw-2rem)] overflow-hidden rounded-lg bg-popover p-1 shadow-floating data-[state=open]:animate-pop-in"
        >
          <Radix.Viewport>
            {options.map((option) => (
              <Option key={option.value} {...option} />
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Option({ value, label, hint, disabled = false }: SelectOption) {
  return (
    <Radix.Item
      value={value}
      disabled={disabled}
      className="relative grid cursor-default select-none gap-0.5 rounded-md py-1.5 pr-8 pl-2 text-sm outline-none data-[disabled]:opacity-55 data-[highlighted]:bg-accent"
    >
      <Radix.ItemText>{label}</Radix.ItemText>
      {hint ? <span className="text-muted-foreground text-xs">{hint}</span> : null}
      <Radix.ItemIndicator className="absolute top-2 right-2">
        <Check aria-hidden="true" className="size-4" />
      </Radix.ItemIndicator>
    </Radix.Item>
  );
}

// Radix tells "uncontrolled" from "controlled" by the property being absent, not by its value.
function withoutUndefined<T extends object>(props: T) {
  const kept = Object.entries(props).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
