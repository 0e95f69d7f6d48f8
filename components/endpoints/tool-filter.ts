import type { Outputs } from "@/components/trpc/outputs";

export type ToolGroup = Outputs["endpoints"]["get"]["groups"][number];
export type Tool = ToolGroup["tools"][number];

export const shows = ["all", "on", "off", "destructive"] as const;
type Show = (typeof shows)[number];

export type ToolFilter = { words: string; show: Show };

/** The tools that match; a server without any is left out, unless nothing is being looked for. */
export function filterGroups(groups: readonly ToolGroup[], filter: ToolFilter): ToolGroup[] {
  const words = filter.words.toLowerCase().split(/\s+/).filter(Boolean);
  const looking = words.length > 0 || filter.show !== "all";
  return groups
    .map((group) => ({
      ...group,
      tools: group.tools.filter(
        (tool) => isShown(tool, filter.show) && words.every((word) => textOf(tool).includes(word)),
      ),
    }))
    .filter((group) => !looking || group.tools.length > 0);
}

/** All of them on, none, or something between. */
export function triState(tools: readonly Tool[]): boolean | "indeterminate" {
  const on = tools.filter((tool) => tool.enabled).length;
  if (on === 0) return false;
  return on === tools.length ? true : "indeterminate";
}

/** What clients are offered: on, still there, and of a server that is not disabled. */
export function countExposed(groups: readonly ToolGroup[]): number {
  return groups
    .filter((group) => group.server.disabledAt === null)
    .flatMap((group) => group.tools)
    .filter((tool) => tool.enabled && !tool.gone).length;
}

/** The same groups with some tools turned. */
export function withTools(
  groups: readonly ToolGroup[],
  toolIds: ReadonlySet<string>,
  enabled: boolean,
): ToolGroup[] {
  return groups.map((group) => ({
    ...group,
    tools: group.tools.map((tool) => (toolIds.has(tool.id) ? { ...tool, enabled } : tool)),
  }));
}

function isShown(tool: Tool, show: Show): boolean {
  if (show === "all") return true;
  if (show === "destructive") return tool.destructive;
  return tool.enabled === (show === "on");
}

function textOf(tool: Tool): string {
  return [tool.exposedName, tool.name, tool.title ?? "", tool.description].join("\n").toLowerCase();
}
