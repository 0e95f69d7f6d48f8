"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { SquareArrowOutUpRight, Unplug } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { counted } from "@/components/servers/counted";
import { useTRPC } from "@/components/trpc/client";
import { DropdownMenuItem } from "@/components/ui/dropdown-menu";
import { RowMenu } from "@/components/ui/row-menu";
import type { Endpoint } from "./endpoint-view";
import type { ToolGroup } from "./tool-filter";
import { useEndpointPermissions } from "./use-endpoint-permissions";

type ServerGroupMenuProps = { endpoint: Endpoint; group: ToolGroup };

export function ServerGroupMenu({ endpoint, group }: ServerGroupMenuProps) {
  const project = useProjectSlug();
  const { can } = usePermissions();
  const onEndpoint = useEndpointPermissions(endpoint);
  const [leaving, setLeaving] = useState(false);
  const disconnect = useDisconnect(endpoint.slug, group.server.id);
  const on = group.tools.filter((tool) => tool.enabled).length;
  if (!can("server.read")) return null;
  return (
    <>
      <RowMenu label={`Actions for ${group.server.name}`}>
        <DropdownMenuItem asChild>
          <Link href={`/projects/${project}/servers/${group.server.slug}`}>
            <SquareArrowOutUpRight aria-hidden="true" />
            Open server
          </Link>
        </DropdownMenuItem>
        {onEndpoint.can("endpoint.edit") ? (
          <DropdownMenuItem danger onSelect={() => setLeaving(true)}>
            <Unplug aria-hidden="true" />
            Disconnect…
          </DropdownMenuItem>
        ) : null}
      </RowMenu>
      <ConfirmDialog
        open={leaving}
        onOpenChange={setLeaving}
        title={`Disconnect ${group.server.name}?`}
        confirmLabel="Disconnect"
        consequence={
          <p>
            {on === 0
              ? `None of its tools is on, so no client of ${endpoint.name} loses one.`
              : `${counted(on, "tool")} can no longer be called at ${endpoint.name}, at once, by ${counted(endpoint.clients, "authorized client")}. Connected again, they keep their names and begin turned off.`}
          </p>
        }
        onConfirm={disconnect}
      />
    </>
  );
}

function useDisconnect(endpoint: string, serverId: string) {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const queryClient = useQueryClient();
  const mutation = useMutation(
    trpc.endpoints.disconnectServer.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.endpoints.pathFilter()),
    }),
  );
  return () => mutation.mutateAsync({ project, endpoint, serverId });
}
