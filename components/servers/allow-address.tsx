"use client";

import { useMutation } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { toast } from "sonner";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import type { Probe } from "./types";

type AllowAddressProps = {
  allow: NonNullable<Probe["allow"]>;
  /** Called when the address is allowed: look again. */
  onAllowed: () => unknown;
};

/** A private address was refused: an administrator of the installation allows it here, others learn whom to ask. */
export function AllowAddress({ allow, onAllowed }: AllowAddressProps) {
  const trpc = useTRPC();
  const mutation = useMutation(
    trpc.settings.allowEgress.mutationOptions({
      onSuccess: async ({ hostPort }) => {
        toast.success(`${hostPort} is allowed`);
        await onAllowed();
      },
      onError: (error) => toast.error(messageOf(error)),
    }),
  );
  const { hostPort } = allow;
  if (!allow.may) return <AskFor {...allow} />;
  return (
    <Banner
      tone="warning"
      title="This address is inside your network"
      action={
        <Button
          variant="secondary"
          pending={mutation.isPending}
          onClick={() => mutation.mutate({ hostPort })}
        >
          <ShieldCheck aria-hidden="true" />
          Allow {hostPort}
        </Button>
      }
    >
      Gatehouse contacts such addresses only after an installation administrator allowed them. If
      you allow <code className="font-mono text-xs">{hostPort}</code>, servers of every project may
      use it. This is recorded.
    </Banner>
  );
}

function AskFor({ hostPort, ask }: AllowAddressProps["allow"]) {
  const whom = new Intl.ListFormat("en", { type: "disjunction" }).format(ask);
  return (
    <Banner tone="warning" title="This address is inside your network">
      Gatehouse contacts such addresses only after an installation administrator allowed them. Ask{" "}
      {whom || "an installation administrator"} to allow{" "}
      <code className="font-mono text-xs">{hostPort}</code>, then check again.
    </Banner>
  );
}
