"use client";

import { X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { SearchInput } from "@/components/ui/search-input";
import { Select } from "@/components/ui/select";
import type { AuditFilterState } from "./use-audit-filter";
import type { Choices } from "./use-events";

const any = "any";

type Choice = { value: string; label: string };
type AuditFiltersProps = { state: AuditFilterState; choices: Choices | undefined };

export function AuditFilters({ state, choices }: AuditFiltersProps) {
  const { values, set, clear } = state;
  return (
    <search aria-label="Filter the log" className="flex flex-wrap items-center gap-2">
      <SearchInput
        label="Search the log"
        value={values.q ?? ""}
        onChange={(event) => set({ q: event.target.value || null })}
      />
      <Chooser
        label="Person"
        everything="Everybody"
        value={values.person}
        choices={choices?.people}
        onChange={(person) => set({ person })}
      />
      <Chooser
        label="Action"
        everything="Every action"
        value={values.action}
        choices={choices?.actions}
        onChange={(action) => set({ action })}
      />
      <Chooser
        label="Subject"
        everything="Every subject"
        value={values.subject}
        choices={choices?.subjects}
        onChange={(subject) => set({ subject, subjectId: null })}
      />
      <Chooser
        label="Time"
        everything="Any time"
        value={values.within}
        choices={times}
        onChange={(within) => set({ within: toWithin(within), from: null, to: null })}
      />
      {values.within === "days" ? <Days state={state} /> : null}
      {values.subjectId ? (
        <Button variant="secondary" onClick={() => set({ subjectId: null })}>
          Only one {values.subject ? "of them" : "thing"}
          <X aria-hidden="true" />
          <span className="sr-only">Show all</span>
        </Button>
      ) : null}
      {isAnySet(state) ? (
        <Button variant="ghost" onClick={clear}>
          Clear filters
        </Button>
      ) : null}
    </search>
  );
}

const times = [
  { value: "24h", label: "Last 24 hours" },
  { value: "7d", label: "Last 7 days" },
  { value: "30d", label: "Last 30 days" },
  { value: "90d", label: "Last 90 days" },
  { value: "days", label: "Between two days…" },
];

// The values of the list are exactly the words of the filter.
function toWithin(value: string | null): AuditFilterState["values"]["within"] {
  return value as AuditFilterState["values"]["within"];
}

function isAnySet({ values }: AuditFilterState): boolean {
  return Object.values(values).some((value) => value !== null && value !== "");
}

type ChooserProps = {
  label: string;
  everything: string;
  value: string | null;
  choices: readonly Choice[] | undefined;
  onChange: (value: string | null) => void;
};

function Chooser({ label, everything, value, choices = [], onChange }: ChooserProps) {
  // A value from an address stays chosen, also when none of the newest events has it.
  const known = value === null || choices.some((one) => one.value === value);
  const listed = known ? choices : [...choices, { value, label: value }];
  return (
    <Select
      aria-label={label}
      className="w-auto min-w-32 max-w-64 flex-1 basis-[calc(50%-0.25rem)] sm:flex-none sm:basis-auto"
      options={[{ value: any, label: everything }, ...listed]}
      value={value ?? any}
      onValueChange={(chosen) => onChange(chosen === any ? null : chosen)}
    />
  );
}

function Days({ state: { values, set } }: { state: AuditFilterState }) {
  return (
    <fieldset className="grid grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)] items-center gap-x-2 gap-y-1 max-sm:w-full sm:grid-cols-[auto_auto_auto_auto]">
      <legend className="sr-only">Days, in UTC</legend>
      <Input
        type="date"
        aria-label="From (UTC)"
        value={values.from ?? ""}
        max={values.to ?? undefined}
        onChange={(event) => set({ from: event.target.value || null })}
      />
      <span aria-hidden="true" className="text-muted-foreground text-sm">
        –
      </span>
      <Input
        type="date"
        aria-label="To (UTC)"
        value={values.to ?? ""}
        min={values.from ?? undefined}
        onChange={(event) => set({ to: event.target.value || null })}
      />
      <span aria-hidden="true" className="text-muted-foreground text-xs max-sm:col-span-3">
        <span className="sm:hidden">Days in </span>UTC
      </span>
    </fieldset>
  );
}
