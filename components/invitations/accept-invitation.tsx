"use client";

import { useMutation } from "@tanstack/react-query";
import { useHydrated } from "@/components/data/use-hydrated";
import { FormError } from "@/components/forms/form-error";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import { Button } from "@/components/ui/button";

type AcceptInvitationProps = { email: string; project: string; token: string };

/** The right person is signed in: one press. */
export function AcceptInvitation({ email, project, token }: AcceptInvitationProps) {
  const trpc = useTRPC();
  const hydrated = useHydrated();
  const accept = useMutation(
    trpc.invitations.accept.mutationOptions({
      // A whole new page, so that the switcher knows the project.
      onSuccess: ({ slug }) => location.assign(`/projects/${slug}`),
    }),
  );
  return (
    <div className="grid gap-4">
      <FormError error={accept.error ? messageOf(accept.error) : undefined} />
      <p className="text-muted-foreground text-sm">You are signed in as {email}.</p>
      <Button
        size="lg"
        className="w-full"
        disabled={!hydrated}
        pending={accept.isPending || accept.isSuccess}
        onClick={() => accept.mutate({ token })}
      >
        Join {project}
      </Button>
    </div>
  );
}
