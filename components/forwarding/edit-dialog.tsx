"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { Time } from "@/components/data/time";
import { FormDialog } from "@/components/forms/form-dialog";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { messageOf } from "@/components/trpc/errors";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { CreateDestination, keepsHost } from "@/server/forwarding/schema";
import { DestinationFields, type DestinationForm } from "./destination-fields";
import { HeaderFields } from "./header-fields";
import type { Destination } from "./types";
import { useUpdateDestination } from "./use-forwarding";

type EditDialogProps = { destination: Destination; onClose: () => void };

/** Mounted when it opens, so that it begins with what is so. */
export function EditDialog({ destination, onClose }: EditDialogProps) {
  const project = useProjectSlug();
  const update = useUpdateDestination();
  const { id, name, kind, url, outcomes, payloadsAt, headers } = destination;
  const [replacing, setReplacing] = useState(headers === null);
  const form: DestinationForm = useForm({
    resolver: zodResolver(CreateDestination),
    defaultValues: {
      ...{ name, url, kind, outcomes, payloads: payloadsAt !== null, headers: [], from: "now" },
    },
  });
  const isMoving = headers !== null && !replacing && !keepsHost(url, form.watch("url"));
  const done = () => {
    toast.success("Saved");
    onClose();
  };
  return (
    <FormDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Edit ${name}`}
      submitLabel="Save"
      pending={update.isPending}
      error={update.error ? messageOf(update.error) : undefined}
      onSubmit={form.handleSubmit(({ kind: _kind, from: _from, headers: entered, ...draft }) =>
        update.mutate(
          { project, destination: id, ...draft, ...(replacing ? { headers: entered } : {}) },
          { onSuccess: done },
        ),
      )}
    >
      <DestinationFields form={form} kind={kind} />
      {isMoving ? (
        <Banner tone="warning">
          The stored headers were entered for another host, so they are removed. Enter them again if
          this one needs them.
        </Banner>
      ) : null}
      {headers && !replacing ? (
        <StoredHeaders headers={headers} onReplace={() => setReplacing(true)} />
      ) : (
        <HeaderFields form={form} />
      )}
    </FormDialog>
  );
}

type StoredHeadersProps = { headers: NonNullable<Destination["headers"]>; onReplace: () => void };

function StoredHeaders({ headers, onReplace }: StoredHeadersProps) {
  return (
    <div className="grid gap-1.5">
      <span className="font-medium text-sm">Headers</span>
      <div className="flex min-h-9 flex-wrap items-center gap-x-2 gap-y-1 rounded-md border bg-muted py-0.5 pr-0.5 pl-2.5 text-sm">
        <span className="min-w-0 flex-1 text-muted-foreground">
          <code className="break-all font-mono text-foreground text-xs">
            {headers.names.join(", ")}
          </code>{" "}
          · set <Time value={headers.at} /> by {headers.by}
        </span>
        <Button variant="secondary" size="sm" onClick={onReplace}>
          Replace
        </Button>
      </div>
    </div>
  );
}
