"use client";

import { Plus, Unplug } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";
import { ConnectServersDialog } from "./connect-servers-dialog";
import type { Endpoint } from "./endpoint-view";
import { ServerGroupMenu } from "./server-group-menu";
import { countExposed } from "./tool-filter";
import { ToolPicker } from "./tool-picker";
import { useEndpointPermissions } from "./use-endpoint-permissions";
import { useToolToggles } from "./use-tool-toggles";

export function ToolsCard({ endpoint }: { endpoint: Endpoint }) {
  const { reason } = useEndpointPermissions(endpoint);
  const { set, pending } = useToolToggles(endpoint.slug);
  const [choosing, setChoosing] = useState(false);
  const total = endpoint.groups.reduce((sum, group) => sum + group.tools.length, 0);
  const refusal = reason("endpoint.edit");
  const connect = (
    <Button
      variant="secondary"
      size="sm"
      disabledReason={refusal}
      onClick={() => setChoosing(true)}
    >
      <Plus aria-hidden="true" />
      Connect servers
    </Button>
  );
  return (
    <Card>
      <CardHeader
        title="Tools"
        description={`${countExposed(endpoint.groups)} of ${total} exposed. A change applies at once, also to connected clients.`}
        action={connect}
      />
      <CardBody>
        {endpoint.groups.length === 0 ? (
          <Empty icon={Unplug} title="No server is connected" className="py-10">
            Connect the MCP servers whose tools this endpoint should offer. None of them is on until
            you turn it on.
          </Empty>
        ) : (
          <ToolPicker
            groups={endpoint.groups}
            onSet={(toolIds, enabled) => void set(toolIds, enabled)}
            pending={pending}
            disabledReason={refusal}
            groupMenu={(group) => <ServerGroupMenu endpoint={endpoint} group={group} />}
          />
        )}
      </CardBody>
      <ConnectServersDialog endpoint={endpoint} open={choosing} onOpenChange={setChoosing} />
    </Card>
  );
}
