"use client";

import { type FormEvent, useState } from "react";
import { FormDialog } from "@/components/forms/form-dialog";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { messageOf } from "@/components/trpc/errors";
import { QueryState } from "@/components/trpc/query-state";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { type GivenRole, InviteMembers } from "@/server/members/schema";
import { addressesIn } from "./addresses";
import { LinksDialog } from "./links-dialog";
import { RoleFields } from "./role-fields";
import { useInvite, useRoleChoices } from "./use-members";

/** Addresses and roles, then the links, which are shown this once. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const choices = useRoleChoices();
  const { form, invite, errors } = useInvitation();
  if (invite.data) return <LinksDialog {...invite.data} onClose={onClose} />;
  return (
    <FormDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="Invite people"
      description="Each gets a link of their own, for you to pass on."
      submitLabel="Make links"
      onSubmit={form.submit}
      pending={invite.isPending}
      error={invite.error ? messageOf(invite.error) : undefined}
    >
      <Field
        label="E-mail addresses"
        hint="Several with a comma, a space or a line between them."
        error={errors.emails}
        required
      >
        <Textarea
          rows={2}
          autoComplete="off"
          inputMode="email"
          spellCheck={false}
          placeholder="sam@example.com"
          value={form.text}
          onChange={(event) => form.setText(event.target.value)}
        />
      </Field>
      <QueryState query={choices} subject="The roles">
        {(roles) => (
          <RoleFields
            choices={roles}
            value={form.roles}
            onChange={form.setRoles}
            error={errors.roles}
          />
        )}
      </QueryState>
    </FormDialog>
  );
}

type Errors = { emails?: string | undefined; roles?: string | undefined };

function useInvitation() {
  const project = useProjectSlug();
  const invite = useInvite();
  const [text, setText] = useState("");
  const [roles, setRoles] = useState<GivenRole[]>([{ role: "member", until: null }]);
  const [errors, setErrors] = useState<Errors>({});
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = InviteMembers.safeParse({ emails: addressesIn(text), roles });
    setErrors(input.success ? {} : errorsOf(input.error.issues, addressesIn(text)));
    if (input.success) invite.mutate({ project, ...input.data });
  };
  return { form: { text, setText, roles, setRoles, submit }, invite, errors };
}

type Issue = { path: PropertyKey[]; message: string };

function errorsOf(issues: readonly Issue[], addresses: readonly string[]): Errors {
  const emails = issues.find(({ path }) => path[0] === "emails");
  const roles = issues.find(({ path }) => path[0] === "roles");
  const wrong = typeof emails?.path[1] === "number" ? addresses[emails.path[1]] : undefined;
  return {
    emails: wrong ? `“${wrong}” is not an e-mail address.` : emails?.message,
    roles: roles?.message,
  };
}
