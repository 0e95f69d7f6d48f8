import { ListChecks } from "lucide-react";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuShortcut,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { Tool, ToolGroup } from "./tool-filter";
import type { ToolPicking } from "./tool-picker";

type BulkMenuProps = ToolPicking & {
  groups: readonly ToolGroup[];
  /** Only some tools are shown; what is not shown is not turned. */
  looking: boolean;
};

export function BulkMenu({ groups, looking, onSet, disabledReason }: BulkMenuProps) {
  const tools = groups.flatMap((group) => group.tools);
  const off = tools.filter((tool) => !tool.enabled && !tool.gone);
  const acts = [
    { label: "Turn on read-only", tools: off.filter((tool) => tool.readOnly), enabled: true },
    { label: "Turn on all", tools: off, enabled: true },
    { label: "Turn off all", tools: tools.filter((tool) => tool.enabled), enabled: false },
  ];
  const trigger = (
    <Button variant="secondary" disabledReason={disabledReason}>
      <ListChecks aria-hidden="true" />
      Bulk
    </Button>
  );
  if (disabledReason) return trigger;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>{trigger}</DropdownMenuTrigger>
      <DropdownMenuContent>
        {looking ? <DropdownMenuLabel>The tools shown here</DropdownMenuLabel> : null}
        {acts.map((act) => (
          <DropdownMenuItem
            key={act.label}
            disabled={act.tools.length === 0}
            onSelect={() => onSet(idsOf(act.tools), act.enabled)}
          >
            {act.label}
            <DropdownMenuShortcut className="text-muted-foreground text-xs tabular-nums">
              {act.tools.length}
            </DropdownMenuShortcut>
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function idsOf(tools: readonly Tool[]): string[] {
  return tools.map((tool) => tool.id);
}
