"use client";

import { useMutation } from "@tanstack/react-query";
import { toast } from "sonner";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { count } from "@/components/projects/count";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import type { Member } from "./types";
import { useRemoveMember } from "./use-members";

type RemoveDialogProps = { member: Member; onClose: () => void };

/** Says what ends, in numbers, before it does. */
export function RemoveDialog({ member, onClose }: RemoveDialogProps) {
  const { person, you, clients, accounts } = member;
  const act = useDeparture(member);
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={you ? "Leave this project?" : `Remove ${person.name}?`}
      consequence={
        <>
          <p>{you ? "You" : person.name} can no longer open the project.</p>
          <Losses clients={clients} accounts={accounts} />
          <p>Invitations {you ? "you" : "they"} sent stop working. The record of calls stays.</p>
        </>
      }
      confirmLabel={you ? "Leave project" : "Remove"}
      onConfirm={act}
    />
  );
}

function Losses({ clients, accounts }: Pick<Member, "clients" | "accounts">) {
  if (clients + accounts === 0) return <p>No AI client and no account is connected.</p>;
  return (
    <>
      <p>
        {capital(count(clients, "AI client"))} {clients === 1 ? "loses" : "lose"} access now.
      </p>
      <p>
        {capital(count(accounts, "account"))} at servers of this project{" "}
        {accounts === 1 ? "is" : "are"} disconnected and deleted.
      </p>
    </>
  );
}

function useDeparture({ person, you }: Member): () => Promise<void> {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const remove = useRemoveMember();
  const leave = useMutation(trpc.members.leave.mutationOptions());
  return async () => {
    if (you) {
      await leave.mutateAsync({ slug: project });
      // A whole new page: every list in memory names what is not theirs any more.
      location.assign("/");
      return;
    }
    const { clients, accounts } = await remove.mutateAsync({ project, member: person.id });
    const ended = `${count(clients, "AI client")} cut off, ${count(accounts, "account")} disconnected`;
    toast.success(`${person.name} was removed`, { description: `${capital(ended)}.` });
  };
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
