"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { HoldBanner } from "./hold-banner";
import { ReasonDialog } from "./reason-dialog";
import { ReleaseConsequence } from "./release-consequence";
import type { Retention } from "./retention-words";

export function HoldSection({ retention }: { retention: Retention }) {
  const { hold } = retention;
  const [open, setOpen] = useState(false);
  const locked = usePermissions().reason("activity.retain");
  const act = useHold(hold ? "release" : "hold", () => setOpen(false));
  return (
    <Section
      title="Legal hold"
      description="While the record is held, nothing of it is dropped, whatever the period says, also after the project is deleted."
    >
      {hold ? <HoldBanner hold={hold} /> : null}
      <div>
        <Button variant="secondary" disabledReason={locked} onClick={() => setOpen(true)}>
          {hold ? "Release the hold…" : "Hold the record…"}
        </Button>
      </div>
      {open ? (
        <ReasonDialog
          title={hold ? "Release the hold?" : "Hold the record?"}
          submitLabel={hold ? "Release the hold" : "Hold the record"}
          pending={act.isPending}
          error={act.error ? messageOf(act.error) : undefined}
          onSubmit={act.submit}
          onClose={() => setOpen(false)}
        >
          {hold ? (
            <ReleaseConsequence retention={retention} />
          ) : (
            <p>From now on nothing is dropped, until somebody releases the hold.</p>
          )}
        </ReasonDialog>
      ) : null}
    </Section>
  );
}

function useHold(verb: "hold" | "release", onDone: () => void) {
  const { retention } = useTRPC();
  const project = useProjectSlug();
  const queryClient = useQueryClient();
  const options = {
    onSuccess: () => {
      toast.success(verb === "hold" ? "The record is on hold" : "The hold is released");
      onDone();
    },
    onSettled: () => queryClient.invalidateQueries(retention.pathFilter()),
  };
  const hold = useMutation(retention.hold.mutationOptions(options));
  const release = useMutation(retention.release.mutationOptions(options));
  const act = verb === "hold" ? hold : release;
  const submit = ({ reason }: { reason: string }) => act.mutate({ project, reason });
  return { submit, isPending: act.isPending, error: act.error };
}
