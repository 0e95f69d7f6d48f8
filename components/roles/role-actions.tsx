"use client";

import { Copy } from "lucide-react";
import { useState } from "react";
import { usePermissions } from "@/components/projects/use-permissions";
import { counted } from "@/components/servers/counted";
import { Button } from "@/components/ui/button";
import { CloneDialog } from "./clone-dialog";
import { DeleteRoleDialog } from "./delete-role-dialog";
import type { Role } from "./types";

export function RoleActions({ role }: { role: Role }) {
  const { reason } = usePermissions();
  const [open, setOpen] = useState<"clone" | "delete">();
  const close = () => setOpen(undefined);
  const held = role.holders?.length ?? 0;
  const isHeld = `${counted(held, "member")} ${held === 1 ? "holds" : "hold"} this role. Give them another one first.`;
  return (
    <>
      <Button
        variant="secondary"
        disabledReason={reason("role.edit")}
        onClick={() => setOpen("clone")}
      >
        <Copy aria-hidden="true" />
        Clone
      </Button>
      {role.builtin ? null : (
        <Button
          variant="danger"
          disabledReason={reason("role.edit") ?? (held > 0 ? isHeld : undefined)}
          onClick={() => setOpen("delete")}
        >
          Delete…
        </Button>
      )}
      <CloneDialog role={role} open={open === "clone"} onOpenChange={close} />
      <DeleteRoleDialog role={role} open={open === "delete"} onOpenChange={close} />
    </>
  );
}
