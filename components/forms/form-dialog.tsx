"use client";

import type { FormEventHandler, ReactNode } from "react";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogBody,
  DialogClose,
  DialogContent,
  DialogFooter,
} from "@/components/ui/dialog";
import { Form } from "./form";
import { FormError } from "./form-error";
import { SubmitButton } from "./submit-button";

type FormDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  submitLabel: string;
  /** Where there is nothing to cancel: "Close". */
  closeLabel?: string | undefined;
  onSubmit: FormEventHandler<HTMLFormElement>;
  pending?: boolean | undefined;
  error?: string | undefined;
  size?: "sm" | "md" | "lg" | undefined;
  children: ReactNode;
};

export function FormDialog(props: FormDialogProps) {
  const {
    open,
    onOpenChange,
    title,
    description,
    submitLabel,
    closeLabel = "Cancel",
    onSubmit,
    pending,
    error,
    size,
    children,
  } = props;
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        title={title}
        description={description}
        size={size}
        // The form shrinks with the dialog, so that its body scrolls and its buttons stay in sight.
        className="[&>form]:flex [&>form]:min-h-0 [&>form]:flex-col"
      >
        <Form onSubmit={onSubmit} pending={pending} className="contents">
          <DialogBody>
            <FormError error={error} />
            {children}
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button variant="secondary">{closeLabel}</Button>
            </DialogClose>
            <SubmitButton pending={pending}>{submitLabel}</SubmitButton>
          </DialogFooter>
        </Form>
      </DialogContent>
    </Dialog>
  );
}
