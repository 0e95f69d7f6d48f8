"use client";

import { useQuery } from "@tanstack/react-query";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { Skeleton } from "@/components/ui/skeleton";
import { consequenceWords, periodWords, type Retention } from "./retention-words";

/** What goes once nothing is held any more. */
export function ReleaseConsequence({ retention }: { retention: Retention }) {
  const { retention: procedures } = useTRPC();
  const project = useProjectSlug();
  const { keepDays, keepPayloadDays, executor } = retention;
  const period = { keepDays, keepPayloadDays };
  const { data, error } = useQuery(procedures.preview.queryOptions({ project, ...period }));
  if (!data && !error) return <Skeleton className="h-10" />;
  const words = data ? consequenceWords(data, { hold: null, executor }) : [];
  return (
    <>
      <p>The period counts again. {periodWords(period)}</p>
      {words.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {data && words.length === 0 ? <p>Nothing is past it now.</p> : null}
    </>
  );
}
