import { type FileHandle, open, readFile } from "node:fs/promises";
import { z } from "zod";
import type { CheckpointRow } from "@/server/activity/proof/checkpoint-row";
import { describe, type Names } from "@/server/activity/proof/report";
import { verifyRecord } from "@/server/activity/proof/verify";
import { pagesOfCheckpoints } from "@/server/activity/proof/verify-checkpoints";
import { AppError } from "@/server/core/errors";
import { requireMigrated } from "@/server/infra/migrations";
import { closePools, pool } from "@/server/infra/pg";

// What `npm run activity:verify` and `npm run activity:checkpoints` run, bundled by scripts/command.

export type Terminal = {
  say(line: string): void;
  progress(line: string): void;
};

const usage =
  "Use: npm run activity:verify [-- --checkpoints FILE] · npm run activity:checkpoints -- FILE";

/** Returns the exit code: 0 when the record is as it was written, 1 when it is not. Throws AppError. */
export async function runActivity(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await requireMigrated();
    const [verb, first, second, ...more] = args;
    if (more.length > 0) throw new AppError("bad_request", usage);
    if (verb === "verify" && first === undefined) return await verify([], terminal);
    if (verb === "verify" && first === "--checkpoints" && second)
      return await verify(await readKept(second), terminal);
    if (verb === "checkpoints" && first && !second) return await keep(first, terminal);
    throw new AppError("bad_request", usage);
  } finally {
    await closePools();
  }
}

async function verify(
  keptElsewhere: readonly CheckpointRow[],
  { say, progress }: Terminal,
): Promise<number> {
  const onProgress = (rows: number) => progress(`  ${rows.toLocaleString("en")} rows`);
  const verification = await verifyRecord({ keptElsewhere, onProgress });
  say("");
  for (const line of describe(verification, await projectNames(), keptElsewhere.length)) say(line);
  return verification.findings.count === 0 ? 0 : 1;
}

async function projectNames(): Promise<Names> {
  const { rows } = await pool().query<{ id: string; name: string }>(
    `SELECT id, name FROM "Project"`,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** One JSON object a line, as it stands in the database. */
async function keep(file: string, { say }: Terminal): Promise<number> {
  const unwritable = (error: unknown): never => {
    throw new AppError("bad_request", `${file} cannot be written (${codeOf(error)}).`);
  };
  const handle = await open(file, "w").catch(unwritable);
  const count = await writeCheckpoints(handle, unwritable).finally(() => handle.close());
  say(
    count > 0
      ? `${count} checkpoints are in ${file}. Keep it where nobody who administers this database can change it.`
      : `There is no checkpoint yet: ${file} is empty.`,
  );
  return 0;
}

/** Returns how many there are. */
async function writeCheckpoints(
  handle: FileHandle,
  failed: (error: unknown) => never,
): Promise<number> {
  let count = 0;
  for await (const page of pagesOfCheckpoints(pool())) {
    const lines = page.map((row) => `${JSON.stringify(row)}\n`);
    await handle.appendFile(lines.join("")).catch(failed);
    count += page.length;
  }
  return count;
}

const Kept = z.object({ number: z.number().int(), body: z.string(), mac: z.string() });

async function readKept(file: string): Promise<CheckpointRow[]> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new AppError("bad_request", `${file} cannot be read (${codeOf(error)}).`);
  });
  return text
    .split("\n")
    .filter(Boolean)
    .map((line, index) => {
      const row = Kept.safeParse(parse(line));
      if (row.success) return row.data;
      throw new AppError("bad_request", `Line ${index + 1} of ${file} is no checkpoint.`);
    });
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
