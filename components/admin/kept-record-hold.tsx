"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { HoldBanner } from "@/components/retention/hold-banner";
import { ReasonDialog } from "@/components/retention/reason-dialog";
import { periodWords } from "@/components/retention/retention-words";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import { nameOf } from "./kept-record-words";
import type { KeptRecord } from "./types";

type KeptRecordHoldProps = { record: KeptRecord; onClose: () => void };

export function KeptRecordHold({ record, onClose }: KeptRecordHoldProps) {
  const { hold, projectId } = record;
  const { holding, releasing } = useHolding(onClose);
  const act = hold ? releasing : holding;
  const whose = `of ${nameOf(record)}`;
  return (
    <ReasonDialog
      title={hold ? `Release the hold on the record ${whose}?` : `Hold the record ${whose}?`}
      submitLabel={hold ? "Release the hold" : "Hold the record"}
      pending={act.isPending}
      error={act.error ? messageOf(act.error) : undefined}
      onSubmit={({ reason }) => act.mutate({ projectId, reason })}
      onClose={onClose}
    >
      {hold ? (
        <>
          <HoldBanner hold={hold} />
          <p>The period counts again. {periodWords(record)} What is past it goes within an hour.</p>
        </>
      ) : (
        <p>From now on nothing is dropped, until somebody releases the hold.</p>
      )}
    </ReasonDialog>
  );
}

function useHolding(onClose: () => void) {
  const { installation } = useTRPC();
  const queryClient = useQueryClient();
  const onSettled = () => queryClient.invalidateQueries(installation.records.queryFilter());
  const done = (words: string) => () => {
    toast.success(words);
    onClose();
  };
  const held = { onSuccess: done("The record is on hold"), onSettled };
  const released = { onSuccess: done("The hold is released"), onSettled };
  return {
    holding: useMutation(installation.holdRecord.mutationOptions(held)),
    releasing: useMutation(installation.releaseRecord.mutationOptions(released)),
  };
}
