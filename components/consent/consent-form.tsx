"use client";

import type { FormEvent } from "react";
import type { AttemptNotice } from "@/components/connections/types";
import { Form } from "@/components/forms/form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Button } from "@/components/ui/button";
import { fieldsOf } from "./access-choice";
import { AccessDuration } from "./access-duration";
import { ConsentAccounts } from "./consent-accounts";
import type { OfferedEndpoint } from "./consent-types";
import { EndpointChoice } from "./endpoint-choice";
import { LateForm } from "./late-form";
import { missingAccounts } from "./missing-accounts";
import { Reach } from "./reach";
import type { useChoices } from "./use-choices";
import type { useDecision } from "./use-decision";

type ConsentFormProps = {
  uid: string;
  /** Name of the AI client. */
  client: string;
  offers: readonly OfferedEndpoint[];
  choosing: boolean;
  endpoint: OfferedEndpoint;
  choices: ReturnType<typeof useChoices>;
  decision: ReturnType<typeof useDecision>;
  notice: AttemptNotice | null;
};

/** What is asked for, with which accounts, for how long, and the two answers. */
export function ConsentForm(props: ConsentFormProps) {
  const { uid, client, offers, choosing, endpoint, choices, decision, notice } = props;
  const { choose, choice, setChoice } = choices;
  const { progress, late, error, decide } = decision;
  const allow = (event: FormEvent) => {
    event.preventDefault();
    const fields = fieldsOf(choice, endpoint.maxAccessSeconds, new Date());
    if (fields) void decide("allow", choosing ? { ...fields, endpoint: endpoint.id } : fields);
  };
  const pending = progress !== "asking";
  return (
    <>
      {/* Beside the form, not in it: an account's own form stands here. */}
      <fieldset disabled={pending} className="contents">
        {choosing ? (
          <EndpointChoice offers={offers} chosen={endpoint.id} onChoose={choose} />
        ) : null}
        <Reach endpoint={endpoint} />
        <ConsentAccounts {...{ uid, client, notice }} accounts={endpoint.accounts} />
      </fieldset>
      <Form onSubmit={allow} pending={pending} error={error} className="gap-5">
        <LateForm late={late} />
        <AccessDuration endpoint={endpoint} choice={choice} onChoice={setChoice} />
        <Answers missing={missingAccounts(endpoint.accounts)} {...{ progress, decide }} />
      </Form>
    </>
  );
}

type AnswersProps = Pick<ReturnType<typeof useDecision>, "progress" | "decide"> & {
  missing: string | undefined;
};

function Answers({ missing, progress, decide }: AnswersProps) {
  return (
    <div className="grid gap-2">
      <div className="grid grid-cols-2 gap-3">
        <Button
          variant="secondary"
          size="lg"
          pending={progress === "denying"}
          onClick={() => void decide("deny")}
        >
          Deny
        </Button>
        <SubmitButton size="lg" pending={progress === "allowing"} disabledReason={missing}>
          Allow
        </SubmitButton>
      </div>
      {missing ? (
        <p className="text-pretty text-center text-muted-foreground text-xs">{missing}</p>
      ) : null}
    </div>
  );
}
