"use client";

import { CircleOff, Power, RefreshCw, Stethoscope, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Time } from "@/components/data/time";
import { usePermissions } from "@/components/projects/use-permissions";
import { Button } from "@/components/ui/button";
import { DropdownMenuItem, DropdownMenuSeparator } from "@/components/ui/dropdown-menu";
import { PageHeader } from "@/components/ui/page-header";
import { RowMenu } from "@/components/ui/row-menu";
import { DeleteServerDialog, DisableServerDialog } from "./server-dialogs";
import { ServerStatus } from "./server-status";
import type { Server } from "./types";
import { useServerActions } from "./use-server-actions";

export function ServerHeader({ server, base }: { server: Server; base: string }) {
  const { reason } = usePermissions();
  const actions = useServerActions(server);
  const refused = reason("server.edit");
  return (
    <PageHeader
      title={server.name}
      breadcrumb={[{ label: "Servers", href: base }]}
      status={<ServerStatus server={server} pill />}
      description={<About server={server} />}
      actions={
        <>
          <Button
            variant="secondary"
            disabledReason={refused}
            pending={actions.checking}
            disabled={actions.busy}
            onClick={actions.check}
          >
            <Stethoscope aria-hidden="true" />
            Check now
          </Button>
          <Button
            variant="secondary"
            disabledReason={refused}
            pending={actions.syncing}
            disabled={actions.busy}
            onClick={actions.sync}
          >
            <RefreshCw aria-hidden="true" />
            Sync tools
          </Button>
          <ServerMenu server={server} base={base} />
        </>
      }
    />
  );
}

function About({ server }: { server: Server }) {
  return (
    <span className="grid gap-1">
      {server.description ? <span>{server.description}</span> : null}
      <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5 text-xs">
        <code className="min-w-0 break-all font-mono">{server.url}</code>
        {server.checkedAt ? (
          <span>
            · checked <Time value={server.checkedAt} />
          </span>
        ) : null}
        {server.protocolVersion ? <span>· MCP {server.protocolVersion}</span> : null}
      </span>
    </span>
  );
}

function ServerMenu({ server, base }: { server: Server; base: string }) {
  const { can } = usePermissions();
  const actions = useServerActions(server);
  const router = useRouter();
  const [open, setOpen] = useState<"disable" | "delete">();
  const openChange = (which: typeof open) => (next: boolean) => setOpen(next ? which : undefined);
  if (!can("server.edit") && !can("server.delete")) return null;
  return (
    <>
      <RowMenu label={`More for ${server.name}`}>
        {server.disabledAt ? (
          <DropdownMenuItem disabled={!can("server.edit")} onSelect={actions.enable}>
            <Power aria-hidden="true" />
            Enable
          </DropdownMenuItem>
        ) : (
          <DropdownMenuItem disabled={!can("server.edit")} onSelect={() => setOpen("disable")}>
            <CircleOff aria-hidden="true" />
            Disable…
          </DropdownMenuItem>
        )}
        <DropdownMenuSeparator />
        <DropdownMenuItem
          danger
          disabled={!can("server.delete")}
          onSelect={() => setOpen("delete")}
        >
          <Trash2 aria-hidden="true" />
          Delete…
        </DropdownMenuItem>
      </RowMenu>
      <DisableServerDialog
        server={server}
        open={open === "disable"}
        onOpenChange={openChange("disable")}
      />
      <DeleteServerDialog
        server={server}
        open={open === "delete"}
        onOpenChange={openChange("delete")}
        onDeleted={() => router.push(base)}
      />
    </>
  );
}
