"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { FormDialog } from "@/components/forms/form-dialog";
import { PeriodFields } from "@/components/retention/period-fields";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import { Period } from "@/server/retention/schema";
import { nameOf } from "./kept-record-words";
import type { KeptRecord } from "./types";

type KeptRecordPeriodProps = { record: KeptRecord; onClose: () => void };

export function KeptRecordPeriod({ record, onClose }: KeptRecordPeriodProps) {
  const { installation } = useTRPC();
  const queryClient = useQueryClient();
  const { projectId, keepDays, keepPayloadDays, hold } = record;
  const form = useForm<Period>({
    resolver: zodResolver(Period),
    defaultValues: { keepDays, keepPayloadDays },
  });
  const change = useMutation(
    installation.retainRecord.mutationOptions({
      onSuccess: () => {
        toast.success("Retention saved");
        onClose();
      },
      onSettled: () => queryClient.invalidateQueries(installation.records.queryFilter()),
    }),
  );
  return (
    <FormDialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`How long is the record of ${nameOf(record)} kept?`}
      description={`Months that are past the period are dropped ${hold ? "once the hold is released" : "within an hour"} and cannot be brought back.`}
      submitLabel="Save"
      pending={change.isPending}
      error={change.error ? messageOf(change.error) : undefined}
      onSubmit={form.handleSubmit((period) => change.mutate({ projectId, ...period }))}
    >
      <PeriodFields control={form.control} errors={form.formState.errors} />
    </FormDialog>
  );
}
