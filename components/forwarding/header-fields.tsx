"use client";

import { Plus, Trash2 } from "lucide-react";
import { useFieldArray } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { DestinationForm } from "./destination-fields";

/** Further headers of each request, mostly the key of the receiver. What is stored is never shown again. */
export function HeaderFields({ form }: { form: DestinationForm }) {
  const { fields, append, remove } = useFieldArray({ control: form.control, name: "headers" });
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1 font-medium text-sm">Headers</legend>
      <p className="text-muted-foreground text-xs">
        For the key the receiver asks for. Values are encrypted and not shown again.
      </p>
      {fields.map((field, at) => (
        <HeaderRow key={field.id} form={form} at={at} onRemove={() => remove(at)} />
      ))}
      <div>
        <Button variant="secondary" size="sm" onClick={() => append({ name: "", value: "" })}>
          <Plus aria-hidden="true" />
          Add header
        </Button>
      </div>
    </fieldset>
  );
}

type HeaderRowProps = { form: DestinationForm; at: number; onRemove: () => void };

function HeaderRow({ form, at, onRemove }: HeaderRowProps) {
  const errors = form.formState.errors.headers?.[at];
  return (
    <div className="grid items-start gap-2 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto]">
      <Field label={`Header ${at + 1}`} error={errors?.name?.message}>
        <Input
          mono
          autoComplete="off"
          placeholder="Authorization"
          {...form.register(`headers.${at}.name`)}
        />
      </Field>
      <Field label="Value" error={errors?.value?.message}>
        {/* Not a password of this site: managers must neither fill nor keep it. */}
        <Input
          type="password"
          mono
          autoComplete="off"
          data-1p-ignore
          data-lpignore="true"
          spellCheck={false}
          {...form.register(`headers.${at}.value`)}
        />
      </Field>
      <Button
        variant="ghost"
        size="icon"
        className="max-sm:justify-self-end sm:mt-6"
        aria-label={`Remove header ${at + 1}`}
        onClick={onRemove}
      >
        <Trash2 aria-hidden="true" />
      </Button>
    </div>
  );
}
