import { beforeAll, expect, test } from "vitest";
import { verifyRecord } from "@/server/activity/proof/verify";
import { db } from "@/server/infra/db";
import { testPerson } from "@/server/testing/portal";
import { ProofScene } from "@/server/testing/proof-scene";
import { serveCheckpoints } from "./checkpoints-export";

let scene: ProofScene;

beforeAll(async () => {
  scene = await ProofScene.open();
  await scene.add(2);
  await scene.checkpoint();
});

function ask(cookie: string, words = "format=jsonl"): Promise<Response> {
  const headers = { cookie };
  return serveCheckpoints(
    new Request(`http://localhost:3000/admin/checkpoints?${words}`, { headers }),
  );
}

test("the file is what verifying takes, and having it is on record", async () => {
  const { cookie } = await testPerson({ instanceAdmin: true });
  const response = await ask(cookie);
  expect(response.headers.get("content-disposition")).toMatch(/checkpoints-.+\.jsonl/);
  const keptElsewhere = (await response.text())
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(keptElsewhere).toHaveLength(2);
  await scene.tamper(`DELETE FROM "ActivityCheckpoint" WHERE number = 2`);
  const { findings } = await verifyRecord({ keptElsewhere, onProgress: () => {} });
  expect(findings.all).toMatchObject([{ kind: "removed", table: "ActivityCheckpoint" }]);
  expect(await db().auditEvent.count({ where: { action: "activity.checkpoints_exported" } })).toBe(
    1,
  );
});

test("it is for administrators of the installation", async () => {
  expect((await ask((await testPerson()).cookie)).status).toBe(403);
  expect((await ask("")).status).toBe(401);
});

test("there is no other format", async () => {
  const { cookie } = await testPerson({ instanceAdmin: true });
  expect((await ask(cookie, "format=csv")).status).toBe(400);
});
