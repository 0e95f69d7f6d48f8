"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { Form } from "@/components/forms/form";
import { SaveBar } from "@/components/forms/save-bar";
import { usePermissions } from "@/components/projects/use-permissions";
import { Banner } from "@/components/ui/banner";
import { Section } from "@/components/ui/section";
import { PeriodFields } from "./period-fields";
import { periodWords, type Retention } from "./retention-words";
import { usePeriodForm } from "./use-period-form";

export function PeriodForm({ retention }: { retention: Retention }) {
  const { form, submit, pending, error, asked, forget, save } = usePeriodForm(retention);
  const locked = usePermissions().reason("activity.retain");
  // Fields that were in the middle of something else begin anew.
  const [round, setRound] = useState(0);
  const { errors, isDirty } = form.formState;
  const discard = () => {
    form.reset();
    setRound(round + 1);
  };
  return (
    <Section
      title="Period"
      description="A month goes as a whole, once its last day is older than the period: every call is kept at least that long, and at most a month longer. Until it goes, it stays in sight."
    >
      {locked ? <Banner>You can see these settings but not change them. {locked}</Banner> : null}
      <Form onSubmit={submit} pending={pending || locked !== undefined} error={error}>
        <div key={round} className="grid max-w-lg gap-4">
          <PeriodFields control={form.control} errors={errors} />
        </div>
        <SaveBar dirty={isDirty} pending={pending} onDiscard={discard} />
      </Form>
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(open) => open || forget()}
        title="Keep calls for a shorter time?"
        consequence={
          <>
            {asked?.words.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
            <p>From then on: {asked ? periodWords(asked.period) : null}</p>
          </>
        }
        confirmLabel="Save and drop"
        onConfirm={() => asked && save(asked.period)}
      />
    </Section>
  );
}
