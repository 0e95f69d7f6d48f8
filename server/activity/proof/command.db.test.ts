import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { runActivity } from "@/server/activity/proof/command";
import { ProofScene } from "@/server/testing/proof-scene";

let room: string;
let file: string;
let scene: ProofScene;
let lines: string[] = [];

const terminal = { say: (line: string) => void lines.push(line), progress: () => {} };

async function run(...args: string[]) {
  lines = [];
  const code = await runActivity(args, terminal);
  return { code, said: lines.join("\n") };
}

beforeAll(async () => {
  room = await mkdtemp(join(tmpdir(), "gatehouse-proof-"));
  file = join(room, "checkpoints.jsonl");
  scene = await ProofScene.open();
});
beforeEach(() => {
  lines = [];
});
afterAll(() => rm(room, { recursive: true }));

test("an empty record is intact", async () => {
  const { code, said } = await run("verify");
  expect(said).toMatch(/^\n {2}The record is empty\.\n\nIntact:/);
  expect(code).toBe(0);
});

test("an intact record is said to be, with what that does not show", async () => {
  await scene.add(2);
  await scene.checkpoint();
  await scene.add(1);
  const { code, said } = await run("verify");
  expect(said).toContain(
    `deleted project ${scene.projectId}: 6 rows in 1 chain, 2 after the last checkpoint`,
  );
  expect(said).toContain("Intact: no row was changed");
  expect(said).toContain("2 rows came after the last checkpoint of their chain.");
  expect(said).toContain("Keep them elsewhere");
  expect(code).toBe(0);
});

test("checkpoints that were kept show that the end was cut off with them; the first row is named", async () => {
  await scene.checkpoint();
  expect((await run("checkpoints", file)).said).toContain("Keep it where nobody");
  expect((await readFile(file, "utf8")).trim().split("\n")).toHaveLength(3);
  await scene.tamper(
    `DELETE FROM "ActivityCheckpoint" WHERE number = (SELECT max(number) FROM "ActivityCheckpoint")`,
  );
  await scene.tamper(`DELETE FROM "ActivityLog" WHERE "projectId" = $1 AND seq = 6`, [
    scene.projectId,
  ]);
  await scene.tamper(
    `DELETE FROM "ActivityPayload" p WHERE p."projectId" = $1 AND p.side = 'response' AND NOT EXISTS
      (SELECT 1 FROM "ActivityLog" l WHERE l.id = p."callId")`,
    [scene.projectId],
  );
  expect(await run("verify")).toMatchObject({ code: 0 });
  const { code, said } = await run("verify", "--checkpoints", file);
  expect(code).toBe(1);
  expect(said).toContain("NOT INTACT: 2 faults.");
  expect(said).toContain("First: Removed: ActivityCheckpoint: checkpoint 3 is missing");
  expect(said).toMatch(/Removed: .*ActivityLog.*: row 6 is missing from the chain of writer/);
});

test.each([
  ["what stands in the way of a file", ["checkpoints", "/nonexistent/x"], /cannot be written/],
  ["a file that is not there", ["verify", "--checkpoints", "/nonexistent/x"], /cannot be read/],
  ["words it does not know", ["verify", "--anyway"], /^Use: npm run activity:verify/],
])("it says %s in a sentence", async (_, args, sentence) => {
  await expect(run(...args)).rejects.toThrow(sentence);
});

test("it names the line of a file that is no checkpoint", async () => {
  await writeFile(file, `{"number":1,"body":"{}","mac":"00"}\nnonsense\n`);
  await expect(run("verify", "--checkpoints", file)).rejects.toThrow(`Line 2 of ${file}`);
});
