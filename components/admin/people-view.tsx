"use client";

import { useQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { Page } from "@/components/ui/page";
import { PageHeader } from "@/components/ui/page-header";
import { SearchInput } from "@/components/ui/search-input";
import { AdminTabs } from "./admin-tabs";
import { PeopleTable } from "./people-table";
import type { Somebody } from "./types";

export function PeopleView() {
  const trpc = useTRPC();
  const query = useQuery(trpc.people.list.queryOptions());
  return (
    <Page>
      <PageHeader
        title="People"
        description="Everybody who has an account here, and where they are members. People come by invitation to a project."
      />
      <AdminTabs />
      <QueryState query={query} subject="The people">
        {(people) => <Filtered people={people} />}
      </QueryState>
    </Page>
  );
}

function Filtered({ people }: { people: readonly Somebody[] }) {
  const [words, setWords] = useQueryState("q", parseAsString.withDefault(""));
  const wanted = words.trim().toLowerCase();
  const shown = people.filter(({ name, email, projects }) =>
    [name, email, ...projects.map((project) => project.name)]
      .join(" ")
      .toLowerCase()
      .includes(wanted),
  );
  return (
    <div className="grid gap-4">
      <SearchInput
        label="Find a person"
        value={words}
        onChange={(event) => void setWords(event.target.value || null)}
      />
      {shown.length > 0 ? (
        <PeopleTable people={shown} />
      ) : (
        <Empty
          icon={SearchX}
          title="Nobody matches"
          action={
            <Button variant="secondary" onClick={() => void setWords(null)}>
              Clear
            </Button>
          }
        />
      )}
    </div>
  );
}
