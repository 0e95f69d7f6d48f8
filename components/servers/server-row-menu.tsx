"use client";

import { Pencil, RefreshCw, Stethoscope, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { usePermissions } from "@/components/projects/use-permissions";
import { DropdownMenuItem, DropdownMenuSeparator } from "@/components/ui/dropdown-menu";
import { RowMenu } from "@/components/ui/row-menu";
import { Spinner } from "@/components/ui/spinner";
import { DeleteServerDialog } from "./server-dialogs";
import type { ServerRow } from "./types";
import { useServerActions } from "./use-server-actions";

export function ServerRowMenu({ server, href }: { server: ServerRow; href: string }) {
  const { can } = usePermissions();
  const actions = useServerActions(server);
  const [deleting, setDeleting] = useState(false);
  if (!can("server.edit") && !can("server.delete")) return null;
  return (
    <>
      {actions.busy ? <Spinner label={`Asking ${server.name}`} className="sr-only" /> : null}
      <RowMenu label={`Actions for ${server.name}`}>
        <DropdownMenuItem disabled={!can("server.edit")} onSelect={actions.check}>
          <Stethoscope aria-hidden="true" />
          Check now
        </DropdownMenuItem>
        <DropdownMenuItem disabled={!can("server.edit")} onSelect={actions.sync}>
          <RefreshCw aria-hidden="true" />
          Sync tools
        </DropdownMenuItem>
        <DropdownMenuItem asChild disabled={!can("server.edit")}>
          <Link href={`${href}/settings`}>
            <Pencil aria-hidden="true" />
            Edit
          </Link>
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem
          danger
          disabled={!can("server.delete")}
          onSelect={() => setDeleting(true)}
        >
          <Trash2 aria-hidden="true" />
          Delete…
        </DropdownMenuItem>
      </RowMenu>
      <DeleteServerDialog server={server} open={deleting} onOpenChange={setDeleting} />
    </>
  );
}
