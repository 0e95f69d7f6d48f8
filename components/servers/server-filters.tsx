"use client";

import { SearchInput } from "@/components/ui/search-input";
import { Select } from "@/components/ui/select";
import { statusWords } from "./server-status";
import type { useServerFilter } from "./use-server-filter";

type Filter = ReturnType<typeof useServerFilter>;
type ServerFiltersProps = { filter: Filter["filter"]; onChange: Filter["setFilter"] };

const any = "any";

const statuses = [
  { value: any, label: "Any status" },
  ...statusWords,
  { value: "disabled", label: "Disabled" },
];

const signIns = [
  { value: any, label: "Any sign-in" },
  { value: "shared", label: "Shared" },
  { value: "none", label: "None" },
];

export function ServerFilters({ filter, onChange }: ServerFiltersProps) {
  return (
    <div className="flex flex-wrap gap-2">
      <SearchInput
        label="Filter servers"
        value={filter.q}
        onChange={(event) => void onChange({ q: event.target.value || null })}
      />
      <Select
        aria-label="Status"
        className="w-auto min-w-36 flex-1 sm:flex-none"
        options={statuses}
        value={filter.status ?? any}
        onValueChange={(value) => void onChange({ status: statusOf(value) })}
      />
      <Select
        aria-label="Sign-in"
        className="w-auto min-w-36 flex-1 sm:flex-none"
        options={signIns}
        value={filter.signIn ?? any}
        onValueChange={(value) => void onChange({ signIn: signInOf(value) })}
      />
    </div>
  );
}

type Values = Filter["filter"];

// The options of a select are exactly the words of the filter, besides "any".
function statusOf(value: string): Values["status"] {
  return value === any ? null : (value as Values["status"]);
}

function signInOf(value: string): Values["signIn"] {
  return value === any ? null : (value as Values["signIn"]);
}
