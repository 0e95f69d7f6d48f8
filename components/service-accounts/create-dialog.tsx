"use client";

import { useRouter } from "next/navigation";
import { FormDialog } from "@/components/forms/form-dialog";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { messageOf } from "@/components/trpc/errors";
import { AccountFields, useAccountForm } from "./account-fields";
import { useCreateAccount } from "./use-service-accounts";

export function CreateDialog({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const project = useProjectSlug();
  const create = useCreateAccount();
  const form = useAccountForm({ name: "", description: "", roleKeys: [] });
  return (
    <FormDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="Create service account"
      description="It holds roles as a person does. Its first token you make on its page."
      submitLabel="Create"
      pending={create.isPending}
      error={create.error ? messageOf(create.error) : undefined}
      onSubmit={form.handleSubmit((draft) =>
        create.mutate(
          { project, ...draft },
          { onSuccess: ({ id }) => router.push(`/projects/${project}/service-accounts/${id}`) },
        ),
      )}
    >
      <AccountFields form={form} />
    </FormDialog>
  );
}
