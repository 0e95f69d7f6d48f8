"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { count } from "./count";
import { usePermissions, useProjectSlug } from "./use-permissions";

export function DeleteProject({ name }: { name: string }) {
  const [open, setOpen] = useState(false);
  const { reason } = usePermissions();
  const { remove, consequence } = useDeletion(name);
  return (
    <Section
      title="Delete project"
      description="Ends everything in it at once. The record of calls stays for as long as its retention says, and while it is on hold."
    >
      <div>
        <Button
          variant="danger"
          disabledReason={reason("project.delete")}
          onClick={() => setOpen(true)}
        >
          Delete project…
        </Button>
      </div>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Delete ${name}?`}
        consequence={consequence}
        confirmLabel="Delete project"
        typeToConfirm={name}
        onConfirm={remove}
      />
    </Section>
  );
}

function useDeletion(name: string) {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const size = useQuery(trpc.projects.size.queryOptions({ project }));
  const deletion = useMutation(trpc.projects.delete.mutationOptions());
  const remove = async () => {
    await deletion.mutateAsync({ project, confirm: name });
    // A whole new page: every list in memory names something that is gone.
    location.assign("/");
  };
  const consequence = size.data ? (
    <>
      <p>
        {count(size.data.grants, "AI client session")} {size.data.grants === 1 ? "loses" : "lose"}{" "}
        access now.
      </p>
      <p>
        {count(size.data.endpoints, "endpoint")} and {count(size.data.servers, "server")} with their
        credentials are deleted; {count(size.data.members, "member")} can no longer open the
        project. This cannot be undone.
      </p>
    </>
  ) : (
    <p>Everything in the project is deleted. This cannot be undone.</p>
  );
  return { remove, consequence };
}
