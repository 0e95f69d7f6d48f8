"use client";

import { RotateCw } from "lucide-react";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { Switch } from "@/components/ui/switch";
import { CallSearchBox } from "./call-search-box";
import { CallsExport } from "./calls-export";
import { ColumnsMenu } from "./columns-menu";
import { FilterChips } from "./filter-chips";
import type { Choices } from "./filter-words";
import { TimeRange } from "./time-range";
import type { CallFilterState } from "./use-call-filter";
import type { LiveState } from "./use-live";
import { ViewsMenu } from "./views-menu";

type ActivityControlsProps = {
  state: CallFilterState;
  choices: Choices | undefined;
  live: LiveState;
  utc: { on: boolean; toggle: (on: boolean) => void };
  refresh: { pending: boolean; act: () => void };
};

export function ActivityControls({ state, choices, live, utc, refresh }: ActivityControlsProps) {
  return (
    <search aria-label="Filter the calls" className="grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <CallSearchBox choices={choices} onAdd={state.add} />
        <TimeRange state={state} />
        <ViewsMenu state={state} />
        <ColumnsMenu />
        <CallsExport state={state} />
        <Button variant="secondary" pending={refresh.pending} onClick={refresh.act}>
          <RotateCw aria-hidden="true" />
          Refresh
        </Button>
        <span className="flex flex-wrap items-center gap-x-4">
          <Toggle label="UTC" on={utc.on} onToggle={utc.toggle} />
          <Toggle label={live.label} on={live.on} onToggle={live.toggle} />
        </span>
      </div>
      <FilterChips state={state} choices={choices} />
    </search>
  );
}

type ToggleProps = { label: string; on: boolean; onToggle: (on: boolean) => void };

function Toggle({ label, on, onToggle }: ToggleProps) {
  const id = useId();
  return (
    <span className="flex h-8 items-center gap-2 text-sm">
      <Switch id={id} checked={on} onCheckedChange={onToggle} />
      <label htmlFor={id}>{label}</label>
    </span>
  );
}
