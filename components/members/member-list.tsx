"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { QueryState } from "@/components/trpc/query-state";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { SearchInput } from "@/components/ui/search-input";
import { MemberTable } from "./member-table";
import type { Member } from "./types";

export function MemberList({ query }: { query: UseQueryResult<Member[], unknown> }) {
  return (
    <QueryState query={query} subject="The members">
      {(members) => <Filtered members={members} />}
    </QueryState>
  );
}

function Filtered({ members }: { members: readonly Member[] }) {
  const [words, setWords] = useQueryState("q", parseAsString.withDefault(""));
  const wanted = words.trim().toLowerCase();
  const shown = members.filter(({ person, roles }) =>
    [person.name, person.email, ...roles.map(({ name }) => name)]
      .join(" ")
      .toLowerCase()
      .includes(wanted),
  );
  return (
    <div className="grid gap-4">
      <SearchInput
        label="Find a member"
        value={words}
        onChange={(event) => void setWords(event.target.value || null)}
      />
      {shown.length === 0 ? (
        <Empty
          icon={SearchX}
          title="No member matches"
          action={
            <Button variant="secondary" onClick={() => void setWords(null)}>
              Clear
            </Button>
          }
        />
      ) : (
        <MemberTable members={shown} />
      )}
      {members.length === 1 ? (
        <p className="text-muted-foreground text-sm">
          Nobody else is here yet. Invite the people you work with: each gets a link of their own.
        </p>
      ) : null}
    </div>
  );
}
