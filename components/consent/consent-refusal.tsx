"use client";

import { Lock, Power } from "lucide-react";
import { useHydrated } from "@/components/data/use-hydrated";
import { FormError } from "@/components/forms/form-error";
import { Button } from "@/components/ui/button";
import { Card, CardBody } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";
import type { Refused, SignedIn } from "./consent-types";
import { LateForm } from "./late-form";
import { Leaving } from "./leaving";
import { SignedInAs } from "./signed-in-as";
import { useDecision } from "./use-decision";

type ConsentRefusalProps = { uid: string; refusal: Refused; person: SignedIn };

/** Why it cannot be allowed and who can help; the client is answered all the same. */
export function ConsentRefusal({ uid, refusal, person }: ConsentRefusalProps) {
  const { progress, late, error, decide } = useDecision(uid, refusal.token);
  const hydrated = useHydrated();
  if (progress === "leaving") return <Leaving client={refusal.client} />;
  return (
    <div className="grid gap-4">
      <Card>
        <CardBody className="grid gap-3 p-4">
          <Empty
            icon={refusal.state === "disabled" ? Power : Lock}
            heading="h1"
            className="border-0 px-2 py-8"
            title={titleOf(refusal)}
            action={
              <Button
                variant="secondary"
                disabled={!hydrated}
                pending={progress === "denying"}
                onClick={() => void decide("deny")}
              >
                Return to {refusal.client}
              </Button>
            }
          >
            {adviceOf(refusal)}
          </Empty>
          <FormError error={error} />
          <LateForm late={late} />
        </CardBody>
      </Card>
      <SignedInAs uid={uid} person={person} client={refusal.client} />
    </div>
  );
}

function titleOf(refusal: Refused): string {
  if (refusal.state === "not_permitted") return `You may not connect to ${refusal.endpoint}`;
  if (refusal.state === "disabled") return `${refusal.endpoint} is switched off`;
  if (refusal.state === "stranger") return "You have no access to this endpoint";
  return "There is no endpoint you may use";
}

function adviceOf(refusal: Refused): string {
  if (refusal.state === "not_permitted") {
    const whom = refusal.askers.length > 0 ? list(refusal.askers) : "an administrator";
    return `This needs the permission “Connect AI clients to endpoints” in the project ${refusal.project}. Ask ${whom} for it.`;
  }
  if (refusal.state === "disabled") {
    return `An administrator of the project ${refusal.project} can switch it on again. Then start again from your client.`;
  }
  if (refusal.state === "stranger") {
    return "Ask whoever gave you its address to make you a member of its project, or switch to another account.";
  }
  return "Ask an administrator to make you a member of a project that has one, or switch to another account.";
}

function list(names: readonly string[]): string {
  return new Intl.ListFormat("en", { type: "disjunction" }).format(names);
}
