"use client";

import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { StatusBadge } from "@/components/ui/status-badge";
import type { Endpoint } from "./endpoint-view";
import { filterChoices } from "./filter-types";
import { FiltersDialog } from "./filters-dialog";
import { TryFilterDialog } from "./try-filter-dialog";
import { useEndpointPermissions } from "./use-endpoint-permissions";

export function FiltersCard({ endpoint }: { endpoint: Endpoint }) {
  const refusal = useEndpointPermissions(endpoint).reason("endpoint.edit");
  const [open, setOpen] = useState<"edit" | "try" | null>(null);
  const { request, response } = endpoint.filters;
  const toggle = (which: "edit" | "try") => (next: boolean) => setOpen(next ? which : null);
  return (
    <Card>
      <CardHeader
        title="Filters"
        description="Take personal data out of what passes through, and out of what is kept of it."
        action={
          <>
            <Button
              variant="ghost"
              size="sm"
              disabledReason={refusal}
              onClick={() => setOpen("try")}
            >
              Try it
            </Button>
            <Button
              variant="secondary"
              size="sm"
              disabledReason={refusal}
              onClick={() => setOpen("edit")}
            >
              Edit filters
            </Button>
          </>
        }
      />
      <CardBody className="grid gap-3">
        <Side label="Requests" hint="to MCP servers" side={request} />
        <Side label="Responses" hint="to AI clients" side={response} />
      </CardBody>
      <FiltersDialog endpoint={endpoint} open={open === "edit"} onOpenChange={toggle("edit")} />
      <TryFilterDialog endpoint={endpoint} open={open === "try"} onOpenChange={toggle("try")} />
    </Card>
  );
}

type SideProps = { label: string; hint: string; side: Endpoint["filters"]["request"] };

function Side({ label, hint, side }: SideProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
      <span className="w-44">
        {label} <span className="text-muted-foreground">{hint}</span>
      </span>
      <StatusBadge
        tone={side.enabled ? "success" : "neutral"}
        label={side.enabled ? "Filtered" : "Not filtered"}
      />
      {side.enabled ? (
        <ul aria-label={`Types in ${label.toLowerCase()}`} className="flex flex-wrap gap-1.5">
          {filterChoices
            .filter(({ type }) => side.types.includes(type))
            .map(({ type, label: name }) => (
              <li key={type}>
                <Badge>{name}</Badge>
              </li>
            ))}
        </ul>
      ) : null}
    </div>
  );
}
