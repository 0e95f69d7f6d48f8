"use client";

import * as Radix from "@radix-ui/react-dialog";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";
import { CloseButton, overlayStyle } from "./dialog";

export const Sheet = Radix.Root;
export const SheetTrigger = Radix.Trigger;

type SheetContentProps = Omit<ComponentProps<typeof Radix.Content>, "title"> & {
  title: ReactNode;
  description?: ReactNode;
  /** Buttons beside the close button: previous, next, copy link. */
  actions?: ReactNode;
  /** A right sheet becomes a bottom sheet on a phone; a left one (navigation) stays where it is. */
  side?: "left" | "right" | undefined;
  size?: "md" | "lg" | undefined;
  /** Navigation names itself by its content; the title is then only spoken. */
  titleHidden?: boolean | undefined;
};

const sides = {
  left: "inset-y-0 left-0 w-64 max-w-[85vw] data-[state=closed]:animate-to-left data-[state=open]:animate-from-left",
  right: [
    "max-sm:inset-x-0 max-sm:bottom-0 max-sm:max-h-[88dvh] max-sm:rounded-t-xl",
    "max-sm:data-[state=closed]:animate-to-bottom max-sm:data-[state=open]:animate-from-bottom",
    "sm:inset-y-0 sm:right-0 sm:w-[calc(100vw-4rem)] sm:data-[state=closed]:animate-to-right sm:data-[state=open]:animate-from-right",
  ],
};

const sizes = { md: "sm:max-w-md", lg: "sm:max-w-2xl" };

export function SheetContent({
  title,
  titleHidden,
  description,
  actions,
  side = "right",
  size = "md",
  className,
  children,
  ...props
}: SheetContentProps) {
  return (
    <Radix.Portal>
      <Radix.Overlay className={overlayStyle} />
      <Radix.Content
        {...(description ? {} : { "aria-describedby": undefined })}
        className={cn(
          "fixed z-50 flex flex-col bg-popover shadow-floating outline-none",
          sides[side],
          side === "right" && sizes[size],
          className,
        )}
        {...props}
      >
        {titleHidden ? (
          <Radix.Title className="sr-only">{title}</Radix.Title>
        ) : (
          <SheetHeader title={title} description={description} actions={actions} />
        )}
        {children}
      </Radix.Content>
    </Radix.Portal>
  );
}

function SheetHeader({
  title,
  description,
  actions,
}: Pick<SheetContentProps, "title" | "description" | "actions">) {
  return (
    <div className="flex items-start gap-2 border-b py-3 pr-3 pl-5">
      <div className="grid min-w-0 flex-1 gap-0.5 py-0.5">
        <Radix.Title className="truncate font-semibold text-base">{title}</Radix.Title>
        {description ? (
          <Radix.Description className="text-muted-foreground text-sm">
            {description}
          </Radix.Description>
        ) : null}
      </div>
      <div className="flex items-center gap-1">
        {actions}
        <CloseButton />
      </div>
    </div>
  );
}

export function SheetBody({ className, ...props }: ComponentProps<"div">) {
  return <div className={cn("min-h-0 flex-1 overflow-y-auto px-5 py-4", className)} {...props} />;
}
