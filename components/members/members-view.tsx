"use client";

import { useQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";
import { ForbiddenState } from "@/components/data/forbidden-state";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Page } from "@/components/ui/page";
import { PageHeader } from "@/components/ui/page-header";
import { TabLinks } from "@/components/ui/tab-links";
import { InviteDialog } from "./invite-dialog";
import { MemberList } from "./member-list";
import { PendingList } from "./pending-list";

export function MembersView() {
  const { denied } = usePermissions();
  return (
    <Page>{denied("member.read") ? <ForbiddenState permission="member.read" /> : <Members />}</Page>
  );
}

function Members() {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const { reason } = usePermissions();
  const [tab] = useQueryState("tab", parseAsStringLiteral(["pending"]));
  const [inviting, setInviting] = useState(false);
  const members = useQuery(trpc.members.list.queryOptions({ project }));
  const invitations = useQuery(trpc.invitations.list.queryOptions({ project }));
  const base = `/projects/${project}/members`;
  const invite = (
    <Button
      data-shortcut="create"
      disabledReason={reason("member.edit")}
      onClick={() => setInviting(true)}
    >
      <UserPlus aria-hidden="true" />
      Invite
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Members"
        description="Who works in this project, and what their roles allow them."
        actions={invite}
      />
      <TabLinks
        label="Members"
        items={[
          { href: base, label: "Members", count: members.data?.length },
          { href: `${base}?tab=pending`, label: "Pending", count: invitations.data?.length },
        ]}
      />
      {tab === "pending" ? <PendingList query={invitations} /> : <MemberList query={members} />}
      {inviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
    </>
  );
}
