import { useId } from "react";
import { ServerStatus } from "@/components/servers/server-status";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/components/ui/cn";
import { type Tool, type ToolGroup, triState } from "./tool-filter";
import { ToolItem } from "./tool-item";
import type { ToolPicking } from "./tool-picker";

type ToolGroupSectionProps = ToolPicking & {
  /** With the tools that are shown. */
  group: ToolGroup;
  /** All tools of the server. */
  total: readonly Tool[];
};

export function ToolGroupSection({ group, total, groupMenu, ...picking }: ToolGroupSectionProps) {
  const id = useId();
  const { server, tools } = group;
  const down = server.disabledAt !== null || server.status !== "connected";
  return (
    <section aria-labelledby={id} className="min-w-0 rounded-lg border">
      <div className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-b bg-muted px-3 py-1 first:rounded-t-lg last:rounded-b-lg last:border-b-0">
        <GroupCheckbox label={server.name} tools={tools} {...picking} />
        <h3
          id={id}
          className={cn("min-w-0 truncate font-medium text-sm", down && "text-muted-foreground")}
        >
          {server.name}
        </h3>
        <span className="text-muted-foreground text-xs tabular-nums">
          {total.filter((tool) => tool.enabled).length} of {total.length}
        </span>
        <span className="ml-auto flex items-center gap-2">
          {down ? <ServerStatus server={server} /> : null}
          {groupMenu?.(group)}
        </span>
        {down && server.statusReason ? (
          <p className="basis-full pb-1 text-pretty text-muted-foreground text-xs">
            {server.statusReason}
          </p>
        ) : null}
      </div>
      {tools.length > 0 ? (
        <ul className="divide-y">
          {tools.map((tool) => (
            <ToolItem key={tool.id} tool={tool} server={server} muted={down} {...picking} />
          ))}
        </ul>
      ) : (
        <p className="px-3 py-3 text-muted-foreground text-sm">This server offers no tools.</p>
      )}
    </section>
  );
}

function GroupCheckbox({
  label,
  tools,
  onSet,
  disabledReason,
}: ToolPicking & { label: string; tools: readonly Tool[] }) {
  const state = triState(tools);
  const toTurn = tools.filter((tool) => (state === true ? tool.enabled : !tool.enabled));
  if (disabledReason || tools.length === 0) return null;
  return (
    <Checkbox
      checked={state}
      aria-label={`All tools of ${label}`}
      onCheckedChange={() =>
        onSet(
          toTurn.map((tool) => tool.id),
          state !== true,
        )
      }
    />
  );
}
