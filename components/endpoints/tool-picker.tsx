"use client";

import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import type { ReactNode } from "react";
import { SearchInput } from "@/components/ui/search-input";
import { Select } from "@/components/ui/select";
import { BulkMenu } from "./bulk-menu";
import { filterGroups, shows, type ToolGroup } from "./tool-filter";
import { ToolGroupSection } from "./tool-group-section";

export type ToolPicking = {
  /** Turns tools on or off. */
  onSet: (toolIds: string[], enabled: boolean) => void;
  /** Tools being saved; each switch waits for itself alone. */
  pending: ReadonlySet<string>;
  disabledReason?: string | undefined;
  /** Beside a server's name. */
  groupMenu?: ((group: ToolGroup) => ReactNode) | undefined;
};

const options = [
  { value: "all", label: "All tools" },
  { value: "on", label: "On" },
  { value: "off", label: "Off" },
  { value: "destructive", label: "Destructive" },
];

/** Tools grouped by server, with what finds and turns many of them. */
export function ToolPicker({ groups, ...picking }: ToolPicking & { groups: ToolGroup[] }) {
  const [words, setWords] = useQueryState("q", parseAsString.withDefault(""));
  const [show, setShow] = useQueryState("show", parseAsStringLiteral(shows).withDefault("all"));
  const shown = filterGroups(groups, { words, show });
  const looking = words.trim() !== "" || show !== "all";
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <SearchInput
          label="Search tools"
          value={words}
          onChange={(event) => void setWords(event.target.value || null)}
          className="min-w-40 flex-1 sm:w-auto"
        />
        <Select
          aria-label="Which tools to show"
          options={options}
          value={show}
          onValueChange={(value) => void setShow(shows.find((one) => one === value) ?? null)}
          className="w-32"
        />
        <BulkMenu groups={shown} looking={looking} {...picking} />
      </div>
      {shown.length === 0 ? (
        <p role="status" className="py-6 text-center text-muted-foreground text-sm">
          No tool matches.
        </p>
      ) : null}
      {shown.map((group) => (
        <ToolGroupSection
          key={group.server.id}
          group={group}
          total={groups.find((one) => one.server.id === group.server.id)?.tools ?? []}
          {...picking}
        />
      ))}
    </div>
  );
}
