"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { Button } from "@/components/ui/button";
import { Item, ItemGroup } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import { DeleteServerDialog, DisableServerDialog } from "./server-dialogs";
import type { Server } from "./types";
import { useServerActions } from "./use-server-actions";

export function DangerZone({ server }: { server: Server }) {
  return (
    <Section title="Availability">
      <ItemGroup className="rounded-xl border bg-card px-3.5">
        <Switching server={server} />
        <Deleting server={server} />
      </ItemGroup>
    </Section>
  );
}

function Switching({ server }: { server: Server }) {
  const { reason } = usePermissions();
  const actions = useServerActions(server);
  const [open, setOpen] = useState(false);
  const refused = reason("server.edit");
  if (server.disabledAt)
    return (
      <Item
        title="Disabled"
        description="No AI client sees or calls its tools."
        actions={
          <Button
            variant="secondary"
            disabledReason={refused}
            pending={actions.busy}
            onClick={actions.enable}
          >
            Enable
          </Button>
        }
      />
    );
  return (
    <Item
      title="Disable this server"
      description="Its tools disappear from all endpoints at once. Everything is kept."
      actions={
        <>
          <Button variant="secondary" disabledReason={refused} onClick={() => setOpen(true)}>
            Disable
          </Button>
          <DisableServerDialog server={server} open={open} onOpenChange={setOpen} />
        </>
      }
    />
  );
}

function Deleting({ server }: { server: Server }) {
  const { reason } = usePermissions();
  const router = useRouter();
  const servers = `/projects/${useProjectSlug()}/servers`;
  const [open, setOpen] = useState(false);
  return (
    <Item
      title="Delete this server"
      description="With its tools and credentials. The record of its calls stays."
      actions={
        <>
          <Button
            variant="danger"
            disabledReason={reason("server.delete")}
            onClick={() => setOpen(true)}
          >
            Delete
          </Button>
          <DeleteServerDialog
            server={server}
            open={open}
            onOpenChange={setOpen}
            onDeleted={() => router.push(servers)}
          />
        </>
      }
    />
  );
}
