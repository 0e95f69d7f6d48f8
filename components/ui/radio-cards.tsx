"use client";

import * as Radix from "@radix-ui/react-radio-group";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { useFieldControl } from "./field-context";

type RadioCard = {
  value: string;
  title: ReactNode;
  description?: ReactNode;
  icon?: ReactNode;
  disabled?: boolean | undefined;
};

type RadioCardsProps = {
  options: readonly RadioCard[];
  value: string;
  onValueChange: (value: string) => void;
  name?: string | undefined;
  columns?: 1 | 2 | 3 | undefined;
  "aria-label"?: string | undefined;
  className?: string | undefined;
};

const columnsStyle = { 1: "", 2: "sm:grid-cols-2", 3: "sm:grid-cols-3" };

/** A choice whose consequences deserve a sentence each. */
export function RadioCards({ options, columns = 1, className, ...root }: RadioCardsProps) {
  const { id: _own, ...field } = useFieldControl();
  const { name, "aria-label": label, ...control } = root;
  return (
    <Radix.Root
      {...field}
      {...(label ? { "aria-label": label } : {})}
      {...(name ? { name } : {})}
      {...control}
      className={cn("grid gap-2", columnsStyle[columns], className)}
    >
      {options.map((option) => (
        <Card key={option.value} {...option} />
      ))}
    </Radix.Root>
  );
}

function Card({ value, title, description, icon, disabled = false }: RadioCard) {
  return (
    <Radix.Item
      value={value}
      disabled={disabled}
      className="group flex items-start gap-2.5 rounded-lg border bg-card p-3 text-left transition-colors hover:bg-muted disabled:cursor-not-allowed disabled:opacity-55 data-[state=checked]:border-primary data-[state=checked]:bg-primary-subtle data-[state=checked]:shadow-[inset_0_0_0_1px_var(--primary)]"
    >
      <span className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-input bg-card group-data-[state=checked]:border-primary group-data-[state=checked]:bg-primary">
        <Radix.Indicator className="size-1.5 rounded-full bg-primary-foreground" />
      </span>
      <span className="grid min-w-0 flex-1 gap-0.5">
        <span className="flex items-center gap-1.5 font-medium text-sm [&_svg]:size-4">
          {icon}
          {title}
        </span>
        {description ? (
          <span className="text-pretty text-muted-foreground text-xs">{description}</span>
        ) : null}
      </span>
    </Radix.Item>
  );
}
