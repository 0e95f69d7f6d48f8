"use client";

import { Copy, Trash2 } from "lucide-react";
import { useState } from "react";
import { usePermissions } from "@/components/projects/use-permissions";
import { counted } from "@/components/servers/counted";
import { DropdownMenuItem, DropdownMenuSeparator } from "@/components/ui/dropdown-menu";
import { RowMenu } from "@/components/ui/row-menu";
import { CloneDialog } from "./clone-dialog";
import { DeleteRoleDialog } from "./delete-role-dialog";
import type { RoleSummary } from "./types";

export function RoleMenu({ role }: { role: RoleSummary }) {
  const { can } = usePermissions();
  const [open, setOpen] = useState<"clone" | "delete">();
  if (!can("role.edit")) return null;
  const close = () => setOpen(undefined);
  return (
    <>
      <RowMenu label={`Actions for ${role.name}`}>
        <DropdownMenuItem onSelect={() => setOpen("clone")}>
          <Copy aria-hidden="true" />
          Clone…
        </DropdownMenuItem>
        {role.builtin ? null : (
          <>
            <DropdownMenuSeparator />
            <DropdownMenuItem danger disabled={role.members > 0} onSelect={() => setOpen("delete")}>
              <Trash2 aria-hidden="true" />
              {role.members > 0 ? `Delete: held by ${counted(role.members, "member")}` : "Delete…"}
            </DropdownMenuItem>
          </>
        )}
      </RowMenu>
      <CloneDialog role={role} open={open === "clone"} onOpenChange={close} />
      <DeleteRoleDialog role={role} open={open === "delete"} onOpenChange={close} />
    </>
  );
}
