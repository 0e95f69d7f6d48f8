"use client";

import Link from "next/link";
import { type FormEvent, useState } from "react";
import { Form } from "@/components/forms/form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Button } from "@/components/ui/button";
import { Card, CardBody } from "@/components/ui/card";
import { type AccessChoice, fieldsOf } from "./access-choice";
import { AccessDuration } from "./access-duration";
import { ClientFacts } from "./client-facts";
import type { AskingClient, OfferedEndpoint, SignedIn } from "./consent-types";
import { EndpointChoice } from "./endpoint-choice";
import { Leaving } from "./leaving";
import { Reach } from "./reach";
import { SignedInAs } from "./signed-in-as";
import { useDecision } from "./use-decision";

type ConsentCardProps = {
  uid: string;
  client: AskingClient;
  offers: OfferedEndpoint[];
  /** The client named no endpoint: the person does. */
  choosing: boolean;
  token: string;
  person: SignedIn;
};

export function ConsentCard({ uid, client, offers, choosing, token, person }: ConsentCardProps) {
  const { progress, error, decide } = useDecision(uid, token);
  const { endpoint, choose, choice, setChoice } = useChoices(offers);
  if (progress === "leaving") return <Leaving client={client.name} />;
  if (!endpoint) return null;
  const allow = (event: FormEvent) => {
    event.preventDefault();
    const fields = fieldsOf(choice, endpoint.maxAccessSeconds, new Date());
    if (fields) void decide("allow", choosing ? { ...fields, endpoint: endpoint.id } : fields);
  };
  return (
    <div className="grid gap-4">
      <Card>
        <CardBody className="grid gap-5 p-5 sm:p-6">
          <Title client={client.name} endpoint={choosing ? null : endpoint.name} />
          <ClientFacts client={client} />
          <Form onSubmit={allow} pending={progress !== "asking"} error={error} className="gap-5">
            {choosing ? (
              <EndpointChoice offers={offers} chosen={endpoint.id} onChoose={choose} />
            ) : null}
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
          <p className="text-center text-muted-foreground text-xs">
            You can end this at any time in{" "}
            <Link href="/connections" className="text-link underline underline-offset-2">
              My connections
            </Link>
            .
          </p>
        </CardBody>
      </Card>
      <SignedInAs
        uid={uid}
        person={person}
        client={client.name}
        {...(choosing ? {} : { endpoint: endpoint.name })}
      />
    </div>
  );
}

function useChoices(offers: readonly OfferedEndpoint[]) {
  const [chosen, setChosen] = useState(offers[0]?.id);
  const endpoint = offers.find(({ id }) => id === chosen) ?? offers[0];
  const [choice, setChoice] = useState<AccessChoice>(firstChoice(endpoint));
  const choose = (id: string) => {
    setChosen(id);
    setChoice(firstChoice(offers.find((offer) => offer.id === id)));
  };
  return { endpoint, choose, choice, setChoice };
}

function firstChoice(endpoint: OfferedEndpoint | undefined): AccessChoice {
  return { kind: "seconds", seconds: endpoint?.firstDuration ?? 0 };
}

function Title({ client, endpoint }: { client: string; endpoint: string | null }) {
  return (
    <h1 className="text-balance break-words font-normal text-xl tracking-tight">
      <strong className="font-semibold">{client}</strong> wants to use{" "}
      {endpoint ? <strong className="font-semibold">{endpoint}</strong> : "your MCP tools"} as you
    </h1>
  );
}
