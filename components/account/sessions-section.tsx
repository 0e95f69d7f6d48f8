"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Button } from "@/components/ui/button";
import { ItemGroup } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import { SessionItem } from "./session-item";
import { useRevoke } from "./use-revoke";

export function SessionsSection() {
  const trpc = useTRPC();
  const query = useQuery(trpc.account.sessions.queryOptions());
  const { others } = useRevoke();
  const count = query.data?.filter((session) => !session.current).length ?? 0;
  return (
    <Section
      title="Where you are signed in"
      description="A session ends after 12 hours without use, and after 7 days in any case."
      actions={
        count > 0 ? (
          <Button
            variant="secondary"
            size="sm"
            pending={others.isPending}
            onClick={() => others.mutate()}
          >
            Sign out everywhere else
          </Button>
        ) : null
      }
    >
      <QueryState query={query} subject="Your sessions">
        {(sessions) => (
          <ItemGroup className="border-y">
            {sessions.map((session) => (
              <SessionItem key={session.id} session={session} />
            ))}
          </ItemGroup>
        )}
      </QueryState>
    </Section>
  );
}
