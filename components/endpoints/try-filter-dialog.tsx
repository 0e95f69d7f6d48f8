"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { RedactedText } from "@/components/data/redacted-text";
import { toPieces, toSentence } from "@/components/data/redaction-marks";
import { FormDialog } from "@/components/forms/form-dialog";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { type FilterType, filterTypes } from "@/server/endpoints/schema";
import type { Endpoint } from "./endpoint-view";
import { FilterTypeList } from "./filter-type-list";

type TryFilterDialogProps = {
  endpoint: Endpoint;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

export function TryFilterDialog({ endpoint, open, onOpenChange }: TryFilterDialogProps) {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const [text, setText] = useState("");
  const [types, setTypes] = useState<FilterType[]>(() => typesOf(endpoint));
  const attempt = useMutation(trpc.endpoints.tryFilter.mutationOptions());
  const change = (next: boolean) => {
    setText("");
    setTypes(typesOf(endpoint));
    attempt.reset();
    onOpenChange(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    attempt.mutate({ project, endpoint: endpoint.slug, text, types });
  };
  return (
    <FormDialog
      open={open}
      onOpenChange={change}
      size="lg"
      title="Try the filter"
      description="See what a filter makes of a text. Nothing of it is stored or logged."
      submitLabel="Try it"
      closeLabel="Close"
      pending={attempt.isPending}
      error={attempt.error ? messageOf(attempt.error) : undefined}
      onSubmit={submit}
    >
      <Field label="Text">
        <Textarea
          rows={5}
          value={text}
          maxLength={20_000}
          onChange={(event) => setText(event.target.value)}
          placeholder="Write to jane@example.com or call (415) 555-0134."
          className="max-h-56"
          spellCheck={false}
        />
      </Field>
      <FilterTypeList label="Types to look for" chosen={types} onChange={setTypes} />
      {attempt.data ? <Result text={attempt.data.text} /> : null}
    </FormDialog>
  );
}

/** What the endpoint filters now; all types while it filters nothing. */
function typesOf({ filters: { request, response } }: Endpoint): FilterType[] {
  const on = [request, response].filter((side) => side.enabled).flatMap((side) => side.types);
  return on.length === 0 ? [...filterTypes] : filterTypes.filter((type) => on.includes(type));
}

function Result({ text }: { text: string }) {
  const found = toPieces(text).flatMap((piece) =>
    piece.kind === "mark" ? [{ type: piece.type, count: 1 }] : [],
  );
  return (
    <section aria-label="Result" aria-live="polite" className="grid gap-1.5">
      <p className="font-medium text-sm">{toSentence(found) || "Nothing was found"}</p>
      <p className="max-h-56 overflow-auto whitespace-pre-wrap break-words rounded-lg border bg-muted px-3 py-2.5 font-mono text-xs">
        <RedactedText text={text} />
      </p>
    </section>
  );
}
