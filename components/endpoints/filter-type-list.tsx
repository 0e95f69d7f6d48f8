"use client";

import { CheckRow } from "@/components/ui/check-row";
import { type FilterType, filterTypes } from "@/server/endpoints/schema";
import { filterChoices } from "./filter-types";

type FilterTypeListProps = {
  /** Names the group: "Types in requests". */
  label: string;
  chosen: readonly FilterType[];
  onChange: (chosen: FilterType[]) => void;
  error?: string | undefined;
};

export function FilterTypeList({ label, chosen, onChange, error }: FilterTypeListProps) {
  const set = (type: FilterType, on: boolean) =>
    onChange(filterTypes.filter((one) => (one === type ? on : chosen.includes(one))));
  return (
    <fieldset className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
      <legend className="sr-only">{label}</legend>
      {filterChoices.map(({ type, label: name, example }) => (
        <CheckRow
          key={type}
          label={name}
          hint={<span className="font-mono">{example}</span>}
          checked={chosen.includes(type)}
          onCheckedChange={(checked) => set(type, checked === true)}
        />
      ))}
      {error ? (
        <p role="alert" className="text-danger text-xs sm:col-span-2">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
