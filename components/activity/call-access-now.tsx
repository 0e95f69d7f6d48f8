"use client";

import { useQuery } from "@tanstack/react-query";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { WhyList } from "@/components/roles/why-list";
import { useTRPC } from "@/components/trpc/client";
import { toFailure } from "@/components/trpc/errors";

type CallAccessNowProps = { endpoint: string; person: string };

/** The rules behind a call as they stand today: the record keeps the decision, and roles change. */
export function CallAccessNow({ endpoint, person }: CallAccessNowProps) {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const { data, error } = useQuery(
    trpc.roles.explainPerson.queryOptions({ project, endpoint, person }),
  );
  if (error) return <Now>{withoutAnswer(error)}</Now>;
  if (!data) return null;
  const { allowed, because, missing } = data;
  if (missing.length === 0 && !allowed) return <Now>They hold no role here today.</Now>;
  return (
    <div className="grid gap-1.5">
      <Now>
        {allowed
          ? "As roles stand today, these rules allow it:"
          : "As roles stand today, no rule allows it:"}
      </Now>
      <WhyList because={allowed ? because : missing} />
    </div>
  );
}

function Now({ children }: { children: string }) {
  return <p className="text-muted-foreground text-xs">{children}</p>;
}

function withoutAnswer(error: unknown): string {
  const { reason, message } = toFailure(error);
  return reason === "not_found" ? "The person is no member of this project today." : message;
}
