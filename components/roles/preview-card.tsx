"use client";

import { useState } from "react";
import { usePermissions } from "@/components/projects/use-permissions";
import { counted } from "@/components/servers/counted";
import { QueryState } from "@/components/trpc/query-state";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { SkeletonRows } from "@/components/ui/skeleton";
import { PersonSelect } from "./person-select";
import { PreviewEndpoint } from "./preview-endpoint";
import { TryName } from "./try-name";
import type { Preview, Role } from "./types";
import { usePreview } from "./use-preview";

/** What the role means for the endpoints there are: alone, or for a person who holds it beside their other roles. */
export function PreviewCard({ role }: { role: Role | null }) {
  const [person, setPerson] = useState<string | null>(null);
  const { can } = usePermissions();
  const { query, unfinished } = usePreview({ role, person });
  return (
    <Card aria-label="Preview">
      <CardHeader
        title="Preview"
        description="Which endpoints one could see, use and change, and why. Nothing is saved."
      />
      <CardBody className="grid gap-4">
        {can("member.read") ? (
          <Field label="As">
            <PersonSelect value={person} onChange={setPerson} anybody="Nobody: this role alone" />
          </Field>
        ) : null}
        {unfinished > 0 ? (
          <p className="text-muted-foreground text-xs">
            {`${counted(unfinished, "rule")} with something unfinished ${unfinished === 1 ? "counts" : "count"} as nothing yet.`}
          </p>
        ) : null}
        <QueryState query={query} subject="The preview" skeleton={<SkeletonRows rows={3} />}>
          {(preview) => <Endpoints preview={preview} stale={query.isPlaceholderData} />}
        </QueryState>
        {can("role.edit") ? <TryName role={role} person={person} /> : null}
      </CardBody>
    </Card>
  );
}

function Endpoints({ preview, stale }: { preview: Preview; stale: boolean }) {
  if (preview.endpoints.length === 0)
    return (
      <p className="text-muted-foreground text-sm">
        There are no endpoints that you may see. Try a name below.
      </p>
    );
  return (
    <ul
      aria-label="Endpoints in this preview"
      aria-busy={stale}
      className="max-h-96 divide-y overflow-y-auto border-y"
    >
      {preview.endpoints.map(({ id, name, because }) => (
        <PreviewEndpoint key={id} name={name} because={because} />
      ))}
    </ul>
  );
}
