"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Section } from "@/components/ui/section";
import { KeptRecordHold } from "./kept-record-hold";
import { KeptRecordPeriod } from "./kept-record-period";
import { KeptRecordsTable } from "./kept-records-table";
import type { KeptRecord } from "./types";

type Opened = { what: "period" | "hold"; record: KeptRecord };

/** What deleted projects left: their calls outlive them, as long as their retention says. */
export function KeptRecords() {
  const trpc = useTRPC();
  const query = useQuery(trpc.installation.records.queryOptions());
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  return (
    <Section
      title="Record kept of deleted projects"
      description="The calls of a project outlive it, for as long as its retention says. Nobody reads them in the portal."
    >
      <QueryState query={query} subject="The record of deleted projects">
        {(records) =>
          records.length === 0 ? (
            <p className="rounded-lg border border-dashed px-4 py-6 text-center text-muted-foreground text-sm">
              None. When a project with calls is deleted, what is kept of it stands here.
            </p>
          ) : (
            <KeptRecordsTable
              records={records}
              onPeriod={(record) => setOpened({ what: "period", record })}
              onHold={(record) => setOpened({ what: "hold", record })}
            />
          )
        }
      </QueryState>
      {opened?.what === "period" ? (
        <KeptRecordPeriod record={opened.record} onClose={close} />
      ) : null}
      {opened?.what === "hold" ? <KeptRecordHold record={opened.record} onClose={close} /> : null}
    </Section>
  );
}
