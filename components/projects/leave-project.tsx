"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { useProjectSlug } from "./use-permissions";

/** For everybody: who cannot see the members may go, too. */
export function LeaveProject({ name }: { name: string }) {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const [open, setOpen] = useState(false);
  const leave = useMutation(trpc.members.leave.mutationOptions());
  const act = async () => {
    await leave.mutateAsync({ slug: project });
    // A whole new page: every list in memory names what is not theirs any more.
    location.assign("/");
  };
  return (
    <Section
      title="Leave project"
      description="Your roles here end, and with them what you connected."
    >
      <div>
        <Button variant="secondary" onClick={() => setOpen(true)}>
          Leave project…
        </Button>
      </div>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Leave ${name}?`}
        consequence={
          <>
            <p>You can no longer open the project, and AI clients you allowed here stop now.</p>
            <p>
              Your own accounts at its servers are disconnected. To come back you need an
              invitation.
            </p>
          </>
        }
        confirmLabel="Leave project"
        onConfirm={act}
      />
    </Section>
  );
}
