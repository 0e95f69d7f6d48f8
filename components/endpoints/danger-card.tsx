"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { counted } from "@/components/servers/counted";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Item, ItemGroup } from "@/components/ui/item";
import type { Endpoint } from "./endpoint-view";
import { useEndpointPermissions } from "./use-endpoint-permissions";
import { useEndpointToggle } from "./use-endpoint-toggle";

export function DangerCard({ endpoint }: { endpoint: Endpoint }) {
  const { reason } = useEndpointPermissions(endpoint);
  const { toggle, pending } = useEndpointToggle();
  const [open, setOpen] = useState<"disable" | "delete">();
  const remove = useRemove(endpoint);
  const whom = counted(endpoint.clients, "client");
  const turn = (enabled: boolean) => toggle({ endpoint: endpoint.slug, enabled });
  return (
    <Card>
      <CardHeader title="Danger" />
      <CardBody className="py-1">
        <ItemGroup>
          <Item
            title={endpoint.enabled ? "Turn off" : "Turn on"}
            description="Off, it answers no client. Everything is kept, and it can be turned on again."
            actions={
              <Button
                variant="secondary"
                pending={pending}
                disabledReason={reason("endpoint.edit")}
                onClick={() => (endpoint.enabled ? setOpen("disable") : turn(true))}
              >
                {endpoint.enabled ? "Turn off" : "Turn on"}
              </Button>
            }
          />
          <Item
            title="Delete"
            description="Its address never works again, and every client loses its access."
            actions={
              <Button
                variant="danger"
                disabledReason={reason("endpoint.delete")}
                onClick={() => setOpen("delete")}
              >
                Delete…
              </Button>
            }
          />
        </ItemGroup>
      </CardBody>
      <ConfirmDialog
        open={open === "disable"}
        onOpenChange={() => setOpen(undefined)}
        title={`Turn ${endpoint.name} off?`}
        consequence={
          <p>{`${whom} can call nothing here until it is on again. They need not be authorized anew.`}</p>
        }
        confirmLabel="Turn off"
        onConfirm={() => turn(false)}
      />
      <ConfirmDialog
        open={open === "delete"}
        onOpenChange={() => setOpen(undefined)}
        title={`Delete ${endpoint.name}?`}
        consequence={
          <p>{`${whom} ${endpoint.clients === 1 ? "loses" : "lose"} access now, for ever: a new endpoint has a new address. The record of calls stays.`}</p>
        }
        confirmLabel="Delete endpoint"
        typeToConfirm={endpoint.name}
        onConfirm={remove}
      />
    </Card>
  );
}

function useRemove({ slug, name }: Endpoint) {
  const trpc = useTRPC();
  const router = useRouter();
  const project = useProjectSlug();
  const queryClient = useQueryClient();
  const mutation = useMutation(
    trpc.endpoints.delete.mutationOptions({
      onSuccess: () => {
        router.push(`/projects/${project}/endpoints`);
        toast.success(`${name} is deleted`);
        return queryClient.invalidateQueries(trpc.endpoints.list.pathFilter());
      },
    }),
  );
  return () => mutation.mutateAsync({ project, endpoint: slug, name });
}
