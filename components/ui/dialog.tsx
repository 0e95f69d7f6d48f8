"use client";

import * as Radix from "@radix-ui/react-dialog";
import { X } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { Button } from "./button";
import { cn } from "./cn";

export const Dialog = Radix.Root;
export const DialogClose = Radix.Close;

export const overlayStyle =
  "fixed inset-0 z-40 bg-overlay data-[state=closed]:animate-fade-out data-[state=open]:animate-fade-in";

type DialogContentProps = Omit<ComponentProps<typeof Radix.Content>, "title"> & {
  /** Required: a dialog without a name is announced as nothing. */
  title: ReactNode;
  description?: ReactNode;
  size?: "sm" | "md" | "lg" | undefined;
};

const sizes = { sm: "sm:max-w-sm", md: "sm:max-w-md", lg: "sm:max-w-2xl" };

export function DialogContent({
  title,
  description,
  size = "md",
  className,
  children,
  ...props
}: DialogContentProps) {
  return (
    <Radix.Portal>
      <Radix.Overlay className={overlayStyle} />
      <Radix.Content
        {...(description ? {} : { "aria-describedby": undefined })}
        className={cn(
          "fixed inset-x-4 top-1/2 z-50 mx-auto flex max-h-[85dvh] w-auto max-w-[calc(100vw-2rem)] -translate-y-1/2 flex-col rounded-xl bg-popover shadow-floating outline-none",
          "data-[state=closed]:animate-fade-out data-[state=open]:animate-dialog-in",
          sizes[size],
          className,
        )}
        {...props}
      >
        <div className="grid gap-1 px-5 pt-4.5 pr-12">
          <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
          {description ? (
            <Radix.Description className="text-pretty text-muted-foreground text-sm">
              {description}
            </Radix.Description>
          ) : null}
        </div>
        {children}
        <CloseButton className="absolute top-3 right-3" />
      </Radix.Content>
    </Radix.Portal>
  );
}

export function CloseButton({ className }: { className?: string | undefined }) {
  return (
    <Radix.Close asChild>
      <Button variant="ghost" size="icon-sm" aria-label="Close" className={className}>
        <X aria-hidden="true" />
      </Button>
    </Radix.Close>
  );
}

export function DialogBody({ className, ...props }: ComponentProps<"div">) {
  return (
    <div className={cn("grid min-h-0 gap-4 overflow-y-auto px-5 py-4", className)} {...props} />
  );
}

export function DialogFooter({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      className={cn(
        "flex flex-col-reverse gap-2 border-t px-5 py-3 sm:flex-row sm:items-center sm:justify-end",
        className,
      )}
      {...props}
    />
  );
}
