"use client";

import { useMutation } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { toast } from "sonner";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import type { Allowance } from "@/server/servers/schema";

const title = "This address has to be allowed first";

type AllowAddressProps = {
  allow: Allowance;
  /** Called when the address is allowed: look, or save, again. */
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
      title={title}
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
      It lies inside a private network or is not encrypted. If you allow{" "}
      <code className="font-mono text-xs">{hostPort}</code>, servers of every project may use it.
      This is recorded.
    </Banner>
  );
}

function AskFor({ hostPort, ask }: Allowance) {
  const whom = new Intl.ListFormat("en", { type: "disjunction" }).format(ask);
  return (
    <Banner tone="warning" title={title}>
      It lies inside a private network or is not encrypted. Ask{" "}
      {whom || "an installation administrator"} to allow{" "}
      <code className="font-mono text-xs">{hostPort}</code>, then try again.
    </Banner>
  );
}
