"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogBody,
  DialogClose,
  DialogContent,
  DialogFooter,
} from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Form } from "./form";
import { FormError } from "./form-error";

type ConfirmDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** What follows, with numbers: "3 clients lose access now." */
  consequence: ReactNode;
  confirmLabel: string;
  /** The name to type before the button wakes: projects and endpoints only. */
  typeToConfirm?: string | undefined;
  /** May be async: the dialog waits, closes when it is done, and shows the message when it fails. */
  onConfirm: () => unknown;
};

export function ConfirmDialog({ open, onOpenChange, title, ...rest }: ConfirmDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title={title}>
        <ConfirmForm {...rest} onDone={() => onOpenChange(false)} />
      </DialogContent>
    </Dialog>
  );
}

type ConfirmFormProps = Omit<ConfirmDialogProps, "open" | "onOpenChange" | "title"> & {
  onDone: () => void;
};

// Mounted with the dialog's content, so that every opening starts with an empty field and no error.
function ConfirmForm({
  consequence,
  confirmLabel,
  typeToConfirm,
  onConfirm,
  onDone,
}: ConfirmFormProps) {
  const [typed, setTyped] = useState("");
  const { run, pending, error } = useConfirm(onConfirm, onDone);
  const ready = typeToConfirm === undefined || typed.trim() === typeToConfirm;
  return (
    <Form onSubmit={run} className="gap-0">
      <DialogBody>
        <FormError error={error} />
        <div className="grid gap-2 text-pretty text-sm">{consequence}</div>
        {typeToConfirm === undefined ? null : (
          <TypeName name={typeToConfirm} typed={typed} onType={setTyped} />
        )}
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button variant="secondary">Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="danger" pending={pending} disabled={!ready}>
          {confirmLabel}
        </Button>
      </DialogFooter>
    </Form>
  );
}

type TypeNameProps = { name: string; typed: string; onType: (typed: string) => void };

function TypeName({ name, typed, onType }: TypeNameProps) {
  const words = (
    <span>
      Type <strong className="font-mono font-semibold">{name}</strong> to confirm
    </span>
  );
  return (
    <Field label={words}>
      <Input value={typed} onChange={(event) => onType(event.target.value)} autoComplete="off" />
    </Field>
  );
}

function useConfirm(onConfirm: ConfirmDialogProps["onConfirm"], onDone: () => void) {
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<string>();
  const run = async (event: FormEvent) => {
    event.preventDefault();
    setPending(true);
    setError(undefined);
    try {
      await onConfirm();
      onDone();
    } catch (cause) {
      setError(cause instanceof Error ? cause.message : "That did not work. Try again.");
    } finally {
      setPending(false);
    }
  };
  return { run, pending, error };
}
