"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Form } from "@/components/forms/form";
import { SubmitButton } from "@/components/forms/submit-button";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { counted } from "@/components/servers/counted";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import { Badge } from "@/components/ui/badge";
import { Banner } from "@/components/ui/banner";
import { Section } from "@/components/ui/section";
import { CreateFooter } from "./create-footer";
import type { Draft, Wizard } from "./use-draft";

type CreateReviewStepProps = Wizard & { onCreated: (slug: string) => void };

export function CreateReviewStep({ draft, go, onCreated }: CreateReviewStepProps) {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const queryClient = useQueryClient();
  const create = useMutation(
    trpc.endpoints.create.mutationOptions({
      onSuccess: ({ slug }) => {
        onCreated(slug);
        return queryClient.invalidateQueries(trpc.endpoints.pathFilter());
      },
    }),
  );
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({ project, ...draft });
      }}
      pending={create.isPending}
      error={create.error ? messageOf(create.error) : undefined}
      className="gap-5"
    >
      <Section title="Review">
        <Summary draft={draft} />
      </Section>
      {draft.toolIds.length === 0 ? (
        <Banner tone="warning" title="No tools are on">
          Clients can connect, but find nothing to call until you turn tools on.
        </Banner>
      ) : null}
      <CreateFooter onBack={() => go(draft.serverIds.length === 0 ? "servers" : "tools")}>
        <SubmitButton pending={create.isPending}>Create endpoint</SubmitButton>
      </CreateFooter>
    </Form>
  );
}

function Summary({ draft }: { draft: Draft }) {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const { serverIds } = draft;
  const preview = useQuery(trpc.endpoints.previewTools.queryOptions({ project, serverIds }));
  const groups = preview.data ?? [];
  const tools = groups.flatMap((group) => group.tools);
  const chosen = tools.filter((tool) => draft.toolIds.includes(tool.id));
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-3 rounded-lg border px-4 py-3 text-sm">
      <dt className="text-muted-foreground">Name</dt>
      <dd className="font-medium">{draft.name}</dd>
      {draft.description ? (
        <>
          <dt className="text-muted-foreground">Description</dt>
          <dd className="text-pretty">{draft.description}</dd>
        </>
      ) : null}
      <dt className="text-muted-foreground">Servers</dt>
      <dd>{groups.map((group) => group.server.name).join(", ") || "None"}</dd>
      <dt className="text-muted-foreground">Tools</dt>
      <dd className="grid gap-2">
        {`${counted(chosen.length, "tool")} of ${tools.length} on`}
        <span className="flex flex-wrap gap-1">
          {chosen.map((tool) => (
            <Badge key={tool.id} mono tone={tool.destructive ? "danger" : "neutral"}>
              {tool.exposedName}
              {tool.destructive ? <span className="sr-only"> (destructive)</span> : null}
            </Badge>
          ))}
        </span>
      </dd>
    </dl>
  );
}
