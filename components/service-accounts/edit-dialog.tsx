"use client";

import { FormDialog } from "@/components/forms/form-dialog";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { messageOf } from "@/components/trpc/errors";
import { AccountFields, useAccountForm } from "./account-fields";
import type { ServiceAccount } from "./types";
import { useUpdateAccount } from "./use-service-accounts";

type EditDialogProps = { account: ServiceAccount; onClose: () => void };

/** Mounted when it opens, so that it begins with what is so. */
export function EditDialog({ account, onClose }: EditDialogProps) {
  const project = useProjectSlug();
  const update = useUpdateAccount();
  const { id, name, description } = account;
  const held = account.roles.map(({ key }) => key);
  const form = useAccountForm({ name, description, roleKeys: held });
  return (
    <FormDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Edit ${name}`}
      description="What several roles allow adds up. Its tokens follow at once."
      submitLabel="Save"
      pending={update.isPending}
      error={update.error ? messageOf(update.error) : undefined}
      onSubmit={form.handleSubmit((draft) =>
        update.mutate({ project, account: id, ...draft }, { onSuccess: onClose }),
      )}
    >
      <AccountFields form={form} held={held} />
    </FormDialog>
  );
}
