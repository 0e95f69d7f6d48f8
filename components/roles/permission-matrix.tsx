"use client";

import { useQuery } from "@tanstack/react-query";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Section } from "@/components/ui/section";
import { subjectWord } from "./catalogue-words";
import { PermissionCheck } from "./permission-check";
import type { CatalogueEntry } from "./types";

/** Subject × action for everything that is held for the whole project or not at all. */
export function PermissionMatrix({ readOnly }: { readOnly: boolean }) {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const query = useQuery(trpc.roles.catalogue.queryOptions({ project }));
  return (
    <Section title="Project" description="Held for the whole project, or not at all.">
      <QueryState query={query} subject="The permissions">
        {(entries) => (
          <div className="divide-y border-y">
            {bySubject(entries).map(([subject, actions]) => (
              <fieldset
                key={subject}
                className="grid min-w-0 gap-x-6 gap-y-3 py-4 sm:grid-cols-[7rem_minmax(0,1fr)]"
              >
                <legend className="contents">
                  <span className="font-medium text-sm">{subjectWord(subject)}</span>
                </legend>
                <div className="grid content-start gap-x-6 gap-y-3 sm:grid-cols-2">
                  {actions.map((entry) => (
                    <PermissionCheck key={entry.permission} entry={entry} readOnly={readOnly} />
                  ))}
                </div>
              </fieldset>
            ))}
          </div>
        )}
      </QueryState>
    </Section>
  );
}

function bySubject(entries: readonly CatalogueEntry[]): [string, CatalogueEntry[]][] {
  const groups = new Map<string, CatalogueEntry[]>();
  for (const entry of entries)
    if (!entry.conditional)
      groups.set(entry.subject, [...(groups.get(entry.subject) ?? []), entry]);
  return [...groups];
}
