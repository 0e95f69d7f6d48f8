"use client";

import type { FormEvent } from "react";
import { Form } from "@/components/forms/form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Button } from "@/components/ui/button";
import { fieldsOf } from "./access-choice";
import { AccessDuration } from "./access-duration";
import type { OfferedEndpoint } from "./consent-types";
import { EndpointChoice } from "./endpoint-choice";
import { Reach } from "./reach";
import type { useChoices } from "./use-choices";
import type { useDecision } from "./use-decision";

type ConsentFormProps = {
  offers: readonly OfferedEndpoint[];
  choosing: boolean;
  endpoint: OfferedEndpoint;
  choices: ReturnType<typeof useChoices>;
  decision: ReturnType<typeof useDecision>;
};

/** What is asked for, for how long, and the two answers. */
export function ConsentForm({ offers, choosing, endpoint, choices, decision }: ConsentFormProps) {
  const { choose, choice, setChoice } = choices;
  const { progress, error, decide } = decision;
  const allow = (event: FormEvent) => {
    event.preventDefault();
    const fields = fieldsOf(choice, endpoint.maxAccessSeconds, new Date());
    if (fields) void decide("allow", choosing ? { ...fields, endpoint: endpoint.id } : fields);
  };
  return (
    <Form onSubmit={allow} pending={progress !== "asking"} error={error} className="gap-5">
      {choosing ? <EndpointChoice offers={offers} chosen={endpoint.id} onChoose={choose} /> : null}
      <Reach endpoint={endpoint} />
      <AccessDuration endpoint={endpoint} choice={choice} onChoice={setChoice} />
      <div className="grid grid-cols-2 gap-3">
        <Button
          variant="secondary"
          size="lg"
          pending={progress === "denying"}
          onClick={() => void decide("deny")}
        >
          Deny
        </Button>
        <SubmitButton size="lg" pending={progress === "allowing"}>
          Allow
        </SubmitButton>
      </div>
    </Form>
  );
}
