import { requireMigrated } from "@/server/infra/migrations";
import { closePools } from "@/server/infra/pg";
import { dropExpired } from "@/server/retention/drop";

// What `npm run activity:retention` runs, bundled by scripts/command.

/** Returns the exit code: 0 when everything that is due was dropped, or another process is at it. Throws AppError. */
export async function runRetention(say: (line: string) => void): Promise<number> {
  try {
    await requireMigrated();
    const { state, dropped, failed } = await dropExpired(new Date());
    for (const { kind, month, projectId } of dropped)
      say(`  ${month}  ${kind} of project ${projectId} dropped`);
    if (state === "busy") say("Another process is dropping what is due.");
    else if (state === "not_owner")
      say(
        "This role may not drop tables: set MAINTENANCE_DATABASE_URL to the owner of the tables.",
      );
    else if (failed > 0) say(`${failed} could not be dropped now: run this again later.`);
    else if (dropped.length === 0) say("Nothing is due.");
    return state === "not_owner" || failed > 0 ? 1 : 0;
  } finally {
    await closePools();
  }
}
