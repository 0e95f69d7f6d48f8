import type { Ctx } from "@/server/access/access";
import { CallFilter } from "@/server/activity/schema";
import { db } from "@/server/infra/db";

export type SavedView = {
  id: string;
  name: string;
  /** Only what is set. */
  filter: CallFilter;
  /** Who shared it with the project; null for one's own. */
  sharedByName: string | null;
};

/** One's own views and those of the project, by name. A view is a question: what it finds, whoever asks may see. */
export async function listViews(ctx: Ctx): Promise<SavedView[]> {
  const { projectId } = ctx.access.where("activity.read");
  const rows = await db().activityView.findMany({
    where: { projectId, OR: [{ userId: ctx.userId }, { userId: null }] },
    select: { id: true, name: true, filter: true, sharedByName: true },
  });
  return rows
    .map((row) => ({ ...row, filter: toFilter(row.filter) }))
    .sort((a, b) => a.name.localeCompare(b.name, "en"));
}

/** What was kept, but for what this version no longer understands. */
export function toFilter(kept: unknown): CallFilter {
  const fields = Object.entries(kept ?? {}).filter(([name, value]) => {
    const shape = Object.entries(CallFilter.shape).find(([field]) => field === name)?.[1];
    return shape?.safeParse(value).success;
  });
  return CallFilter.parse(Object.fromEntries(fields));
}
