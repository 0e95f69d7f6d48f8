import { beforeEach, expect, test } from "vitest";
import { forget } from "@/server/core/shared";
import { db } from "@/server/infra/db";
import { runRetention } from "@/server/retention/command";
import { testPerson, testProject } from "@/server/testing/portal";
import { makeRoom } from "@/server/testing/record-room";

let projectId: string;
let lines: string[];

beforeEach(async () => {
  // The command closes what it used; what this test uses begins anew.
  forget("prisma");
  ({ projectId } = await testProject(await testPerson()));
  await makeRoom(projectId, 120);
  lines = [];
});

const run = () => runRetention((line) => void lines.push(line));

test("nothing is due where everything is kept", async () => {
  expect(await run()).toBe(0);
  expect(lines).toEqual(["Nothing is due."]);
});

test("what is past its period is dropped and said, once", async () => {
  await db().activityPolicy.create({ data: { projectId, keepDays: 30 } });
  expect(await run()).toBe(0);
  expect(lines[0]).toMatch(
    new RegExp(`^ {2}\\d{4}-\\d\\d {2}starts of project ${projectId} dropped$`),
  );
  expect(lines.length % 3).toBe(0);
  lines = [];
  expect(await run()).toBe(0);
  expect(lines).toEqual(["Nothing is due."]);
});
