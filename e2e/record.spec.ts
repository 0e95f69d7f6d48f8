// An administrator sees how the record is protected, takes its checkpoints along, and is told by the command what somebody
// with the database in their hands did to it.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import pg from "pg";
import { expectSoundLook } from "./support/look";
import { signIn } from "./support/people";

test.describe.configure({ mode: "serial" });

const dataDir = process.env["GATEHOUSE_E2E_DATA_DIR"] ?? "";

type Ran = { code: number; said: string };

/** `npm run activity:verify` beside the installation that serves. */
function verify(...args: string[]): Promise<Ran> {
  const script = join(process.cwd(), "scripts/activity.mjs");
  const env = { PATH: process.env["PATH"], DATA_DIR: dataDir, NODE_ENV: "production" as const };
  return new Promise((done) => {
    execFile(process.execPath, [script, "verify", ...args], { env }, (error, stdout, stderr) => {
      done({ code: error ? Number(error.code ?? 1) : 0, said: `${stdout}${stderr}` });
    });
  });
}

/** One statement as the role that serves, or as the owner of the tables. */
async function query(as: "application" | "owner", text: string, values: unknown[] = []) {
  const state = JSON.parse(await readFile(join(dataDir, "postgres.json"), "utf8"));
  const place = { host: "127.0.0.1", port: state.port, database: "gatehouse" };
  const role =
    as === "owner"
      ? { user: "gatehouse", password: state.password }
      : { user: "gatehouse_app", password: state.appPassword };
  const client = new pg.Client({ ...place, ...role });
  await client.connect();
  try {
    return (await client.query<Record<string, string>>(text, values)).rows;
  } finally {
    await client.end();
  }
}

test("the page says that what serves can add to the record and nothing else, and so it is", async ({
  page,
}) => {
  await signIn(page);
  await page.goto("/admin");
  const section = page.getByRole("region", { name: "Record of calls" });
  await expect(section).toContainText("Can add rows, and not change or delete any");
  await expectSoundLook(page);
  const change = query("application", `UPDATE "ActivityLog" SET outcome = 'ok'`);
  await expect(change).rejects.toThrow("permission denied");
});

test("the record is as it was written, and what changes it is named", async ({ page }) => {
  await signIn(page);
  await page.goto("/admin");
  await expect(page.getByRole("link", { name: "Download checkpoints" })).toBeEnabled();
  const arriving = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download checkpoints" }).click();
  const file = await (await arriving).path();
  const intact = await verify("--checkpoints", file);
  expect(intact.said).toContain("Intact: no row was changed");
  expect(intact.code).toBe(0);

  const [call] = await query("owner", `SELECT id, "userName" FROM "ActivityLog" LIMIT 1`);
  await query("owner", `UPDATE "ActivityLog" SET "userName" = 'Mallory' WHERE id = $1`, [call?.id]);
  const changed = await verify();
  expect(changed.said).toMatch(/NOT INTACT: 1 fault\.\n {2}First: Changed/);
  expect(changed.said).toContain(call?.id);
  expect(changed.code).toBe(1);

  await query("owner", `UPDATE "ActivityLog" SET "userName" = $2 WHERE id = $1`, [
    ...[call?.id, call?.userName],
  ]);
  expect((await verify()).code).toBe(0);
});
