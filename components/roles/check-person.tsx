"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Spinner } from "@/components/ui/spinner";
import { actionWord } from "./catalogue-words";
import { PersonSelect } from "./person-select";
import { PersonVerdict } from "./person-verdict";
import { type EndpointAction, endpointActions } from "./role-form";

type CheckPersonProps = { endpoint: { slug: string; name: string } };

const choices = endpointActions
  // Creating is not about an endpoint that is there.
  .filter((action) => action !== "endpoint.create")
  .map((action) => ({ value: action, label: actionWord(action) }));

/** Yes or no for one person, with the sentence. */
export function CheckPerson({ endpoint }: CheckPersonProps) {
  const [person, setPerson] = useState<string | null>(null);
  const [permission, setPermission] = useState<EndpointAction>("endpoint.connect");
  const query = useVerdict(endpoint.slug, person, permission);
  return (
    <div className="grid gap-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Check a person">
          <PersonSelect value={person} onChange={setPerson} />
        </Field>
        <Field label="May they">
          <Select
            options={choices}
            value={permission}
            onValueChange={(next) =>
              setPermission(endpointActions.find((one) => one === next) ?? "endpoint.connect")
            }
          />
        </Field>
      </div>
      <div aria-live="polite" className="empty:hidden">
        {person === null ? null : (
          <QueryState query={query} subject="The answer" skeleton={<Spinner label="Checking" />}>
            {(verdict) => (
              <PersonVerdict verdict={verdict} permission={permission} endpoint={endpoint} />
            )}
          </QueryState>
        )}
      </div>
    </div>
  );
}

function useVerdict(endpoint: string, person: string | null, permission: EndpointAction) {
  const trpc = useTRPC();
  const project = useProjectSlug();
  return useQuery(
    trpc.roles.explainPerson.queryOptions(
      { project, endpoint, person: person ?? "", permission },
      { enabled: person !== null },
    ),
  );
}
