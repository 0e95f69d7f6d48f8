"use client";

import Link from "next/link";
import type { AttemptNotice } from "@/components/connections/types";
import { Card, CardBody } from "@/components/ui/card";
import { ClientFacts } from "./client-facts";
import { ConsentForm } from "./consent-form";
import type { AskingClient, OfferedEndpoint, SignedIn } from "./consent-types";
import { Leaving } from "./leaving";
import { SignedInAs } from "./signed-in-as";
import { useChoices } from "./use-choices";
import { useDecision } from "./use-decision";

type ConsentCardProps = {
  uid: string;
  client: AskingClient;
  offers: OfferedEndpoint[];
  /** The client named no endpoint: the person does. */
  choosing: boolean;
  token: string;
  person: SignedIn;
  /** What the sign-in came to from which the person returns. */
  notice: AttemptNotice | null;
};

export function ConsentCard(props: ConsentCardProps) {
  const { uid, client, offers, choosing, token, person, notice } = props;
  const decision = useDecision(uid, token);
  const choices = useChoices(uid, offers);
  const { endpoint } = choices;
  if (decision.progress === "leaving") return <Leaving client={client.name} />;
  if (!endpoint) return null;
  return (
    <div className="grid gap-4">
      <Card>
        <CardBody className="grid gap-5 p-5 sm:p-6">
          <Title client={client.name} endpoint={choosing ? null : endpoint.name} />
          <ClientFacts client={client} />
          <ConsentForm
            {...{ uid, offers, choosing, decision, choices, endpoint, notice }}
            client={client.name}
          />
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

function Title({ client, endpoint }: { client: string; endpoint: string | null }) {
  return (
    <h1 className="text-balance break-words font-normal text-xl tracking-tight">
      <strong className="font-semibold">{client}</strong> wants to use{" "}
      {endpoint ? <strong className="font-semibold">{endpoint}</strong> : "your MCP tools"} as you
    </h1>
  );
}
