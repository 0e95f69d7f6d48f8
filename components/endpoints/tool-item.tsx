import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { StatusBadge } from "@/components/ui/status-badge";
import { Switch } from "@/components/ui/switch";
import type { Tool, ToolGroup } from "./tool-filter";
import type { ToolPicking } from "./tool-picker";

type ToolItemProps = Pick<ToolPicking, "onSet" | "pending" | "disabledReason"> & {
  tool: Tool;
  server: ToolGroup["server"];
  /** Its server is down: it can be chosen, but not called. */
  muted: boolean;
};

export function ToolItem({ tool, server, muted, onSet, pending, disabledReason }: ToolItemProps) {
  const saving = pending.has(tool.id);
  return (
    <li className="flex items-start gap-3 px-3 py-2">
      <Switch
        checked={tool.enabled}
        aria-label={tool.exposedName}
        pending={saving}
        disabledReason={
          tool.gone && !tool.enabled ? "The server no longer offers it." : disabledReason
        }
        onCheckedChange={(enabled) => saving || onSet([tool.id], enabled)}
        className="mt-0.5"
      />
      <div className="grid min-w-0 flex-1 gap-0.5">
        <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <code
            className={cn(
              "min-w-0 break-all font-mono text-xs",
              (muted || !tool.enabled) && "text-muted-foreground",
            )}
          >
            {tool.exposedName}
          </code>
          {tool.readOnly ? <Badge>Read-only</Badge> : null}
          {tool.destructive ? <Badge tone="danger">Destructive</Badge> : null}
          {tool.renaming ? <Badge tone="warning">Renamed</Badge> : null}
          {tool.gone ? (
            <StatusBadge
              tone="warning"
              label="Gone"
              reason="The server no longer offers this tool, so clients do not see it."
            />
          ) : null}
        </div>
        {tool.renaming ? (
          <p className="text-pretty text-muted-foreground text-xs">{whyRenamed(tool, server)}</p>
        ) : null}
        {tool.description ? (
          <p className="line-clamp-2 text-pretty text-muted-foreground text-xs">
            {tool.description}
          </p>
        ) : null}
      </div>
    </li>
  );
}

function whyRenamed(tool: Tool, server: ToolGroup["server"]): string {
  const own = `${server.name} calls it ${tool.name}`;
  if (tool.renaming === "taken") return `${own}. Another tool here has that name too.`;
  if (tool.renaming === "length")
    return `${own}, which is longer than the 64 characters clients take.`;
  return `${own}, with characters that some clients do not take.`;
}
