"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { FormDialog } from "@/components/forms/form-dialog";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import { QueryState } from "@/components/trpc/query-state";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { AnyProject } from "./types";

type AddAdministratorDialogProps = { project: AnyProject; onClose: () => void };

/** For a project whose own administrators are gone or must be replaced. */
export function AddAdministratorDialog({ project, onClose }: AddAdministratorDialogProps) {
  const trpc = useTRPC();
  const people = useQuery(trpc.people.list.queryOptions());
  const add = useAdd(project, onClose);
  const [person, setPerson] = useState("");
  const [missing, setMissing] = useState<string>();
  return (
    <FormDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Add an administrator to ${project.name}`}
      description="They may do everything in the project. It stands in the project's audit log."
      submitLabel="Add administrator"
      pending={add.isPending}
      error={add.error ? messageOf(add.error) : undefined}
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(person === "" ? "Choose a person." : undefined);
        if (person !== "") add.mutate({ projectId: project.id, person });
      }}
    >
      <QueryState query={people} subject="The people">
        {(list) => (
          <Field label="Person" error={missing} required>
            <Select
              placeholder="Choose a person"
              value={person}
              onValueChange={setPerson}
              options={list
                .filter(({ id, disabledAt }) => !disabledAt && !isAdministrator(project, id))
                .map(({ id, name, email }) => ({ value: id, label: name, hint: email }))}
            />
          </Field>
        )}
      </QueryState>
    </FormDialog>
  );
}

function isAdministrator({ administrators }: AnyProject, id: string): boolean {
  return administrators.some((one) => one.id === id);
}

function useAdd(project: AnyProject, onClose: () => void) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return useMutation(
    trpc.installation.addAdministrator.mutationOptions({
      onSuccess: () => {
        toast.success(`${project.name} has another administrator`);
        onClose();
      },
      onSettled: () =>
        Promise.all([
          queryClient.invalidateQueries(trpc.installation.pathFilter()),
          queryClient.invalidateQueries(trpc.people.pathFilter()),
        ]),
    }),
  );
}
