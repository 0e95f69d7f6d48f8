"use client";

import { useState } from "react";
import { Time } from "@/components/data/time";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { secretOverlapHours } from "@/server/forwarding/schema";
import { SecretShown } from "./secret-shown";
import type { Destination } from "./types";
import { useReplaceSecret } from "./use-forwarding";

type SecretSectionProps = {
  destination: Destination;
  secret: NonNullable<Destination["secret"]>;
};

export function SecretSection({ destination, secret }: SecretSectionProps) {
  const project = useProjectSlug();
  const [asking, setAsking] = useState(false);
  const replace = useReplaceSecret();
  return (
    <Section
      title="Signing secret"
      description="Every delivery is signed with it, so that the receiver knows it is from here."
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm">
        <span className="min-w-0 text-muted-foreground">
          <span className="text-foreground">Set</span> · ends in{" "}
          <code className="font-mono text-foreground text-xs">{secret.endsWith}</code> · replaced{" "}
          <Time value={secret.at} /> by {secret.by}
          {secret.bothUntil ? (
            <>
              {" "}
              · the one before signs too, until <Time value={secret.bothUntil} absolute />
            </>
          ) : null}
        </span>
        <Button variant="secondary" onClick={() => setAsking(true)}>
          Replace…
        </Button>
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Replace the signing secret?"
        consequence={
          <p>
            The new secret is shown once. For {secretOverlapHours} hours both sign every delivery;
            then a receiver that still has the old one refuses what it gets.
          </p>
        }
        confirmLabel="Replace secret"
        onConfirm={() => replace.mutateAsync({ project, destination: destination.id })}
      />
      {replace.data && !asking ? (
        <SecretShown secret={replace.data.secret} onClose={() => replace.reset()} />
      ) : null}
    </Section>
  );
}
