import { ChevronRight } from "lucide-react";
import { useId } from "react";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { ToolDetail } from "./tool-detail";
import type { ToolRow as Row } from "./types";
import { visibleText } from "./visible-text";

type ToolRowProps = { serverId: string; tool: Row; open: boolean; onToggle: () => void };

export function ToolRow({ serverId, tool, open, onToggle }: ToolRowProps) {
  const id = useId();
  const name = visibleText(tool.name);
  const description = visibleText(tool.description.split("\n")[0] ?? "");
  return (
    <li
      className={cn(
        "[content-visibility:auto] [contain-intrinsic-size:auto_3.5rem]",
        tool.removedAt && "bg-muted",
      )}
    >
      <h3>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          onClick={onToggle}
          className="flex w-full items-start gap-2.5 px-3.5 py-2.5 text-left -outline-offset-2 transition-colors hover:bg-muted"
        >
          <ChevronRight
            aria-hidden="true"
            className={cn(
              "mt-0.5 size-4 shrink-0 text-muted-foreground transition-transform",
              open && "rotate-90",
            )}
          />
          <span className="grid min-w-0 flex-1 gap-0.5">
            <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
              <span
                className={cn(
                  "min-w-0 break-all font-medium font-mono text-xs",
                  tool.removedAt && "line-through",
                )}
              >
                {name.text}
              </span>
              <ToolBadges
                tool={tool}
                hidden={name.hidden || visibleText(tool.description).hidden}
              />
            </span>
            {open ? null : (
              <span className="truncate font-normal text-muted-foreground text-xs">
                {description.text || "No description"}
              </span>
            )}
          </span>
          <span className="mt-0.5 shrink-0 font-normal text-muted-foreground text-xs tabular-nums max-sm:hidden">
            {tool.endpoints > 0
              ? `in ${tool.endpoints} endpoint${tool.endpoints === 1 ? "" : "s"}`
              : null}
          </span>
        </button>
      </h3>
      <div id={id} hidden={!open}>
        {open ? <ToolDetail serverId={serverId} toolId={tool.id} /> : null}
      </div>
    </li>
  );
}

const marks = {
  new: { tone: "accent", label: "New" },
  changed: { tone: "info", label: "Changed" },
  removed: { tone: "warning", label: "No longer offered" },
} as const;

function ToolBadges({ tool, hidden }: { tool: Row; hidden: boolean }) {
  const mark = tool.mark ? marks[tool.mark] : null;
  return (
    <>
      {tool.readOnly ? <Badge>Read-only</Badge> : null}
      {tool.destructive && !tool.readOnly ? <Badge tone="danger">Destructive</Badge> : null}
      {mark ? <Badge tone={mark.tone}>{mark.label}</Badge> : null}
      {hidden ? <Badge tone="warning">Hidden characters</Badge> : null}
    </>
  );
}
