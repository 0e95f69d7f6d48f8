import type { Range } from "@/server/activity/digest/find";
import { Parameters, textConditions } from "@/server/activity/filter";
import type { Page } from "@/server/activity/look-through/page";
import { momentOf } from "@/server/activity/moments";
import {
  type CallRow,
  endedColumns,
  indexed,
  newestFirst,
  positionBefore,
} from "@/server/activity/rows";
import { askRecord } from "@/server/activity/search-query";

const mostBlocks = 64;

/** Block by block, some at once; false when the time was up or the page full before. */
export async function readBlocks(page: Page, blocks: readonly Range[]): Promise<boolean> {
  let together = page.pace.blocks;
  for (let done = 0; done < blocks.length; ) {
    const before = performance.now();
    const some = blocks.slice(done, done + together);
    page.rows.push(...(await readSome(page, some)));
    page.after = positionBefore(some.at(-1)?.from ?? -Infinity);
    done += some.length;
    if (page.left <= 0) return false;
    const fitting = Math.floor((together * page.leftMs) / (performance.now() - before));
    if (done < blocks.length && fitting < 1) return false;
    together = Math.max(1, Math.min(fitting, together * 4, mostBlocks));
  }
  return true;
}

function readSome(page: Page, blocks: readonly Range[]): Promise<CallRow[]> {
  const parameters = new Parameters();
  const { search, left } = page;
  const [froms, tos] = [
    blocks.map(({ from }) => momentOf(from)),
    blocks.map(({ to }) => momentOf(to)),
  ];
  const where = indexed(search, page.after, parameters);
  const within = { from: froms.at(-1) ?? "-infinity", to: page.after[0] };
  const match = textConditions(search, "ended", within, parameters);
  const limit = parameters.add(left, "int");
  const times = `unnest(${parameters.add(froms, "timestamptz[]")}, ${parameters.add(tos, "timestamptz[]")})`;
  const text = `SELECT hit.* FROM ${times} r(begin, "end") CROSS JOIN LATERAL (SELECT ${endedColumns(search)} FROM "ActivityLog" c
      WHERE ${[where, ...match].join(" AND ")} AND c."startedAt" >= r.begin AND c."startedAt" < r."end"
      ${newestFirst} LIMIT ${limit}) hit ORDER BY hit.at DESC, hit."id" DESC LIMIT ${limit}`;
  return askRecord<CallRow>({ text, values: parameters.values });
}
