import { expect, test } from "vitest";
import { askRecord, askRecordWithin } from "@/server/activity/search-query";
import { pool } from "@/server/infra/pg";

const backend = { text: "SELECT pg_backend_pid() AS pid", values: [] };
const sleep = { text: "SELECT pg_sleep($1)", values: [5] };

test("what is not answered in time is given up, and its connection goes on serving", async () => {
  const before = await askRecord<{ pid: number }>(backend);
  expect(await askRecordWithin(sleep, 20)).toBeNull();
  expect(await askRecord(backend)).toEqual(before);
  expect(pool().waitingCount).toBe(0);
});

test("another fault than time is told", async () => {
  const wrong = { text: "SELECT 1 / $1::int AS one", values: [0] };
  await expect(askRecordWithin(wrong, 1_000)).rejects.toMatchObject({ code: "22012" });
  expect(await askRecordWithin({ text: "SELECT 1 AS one", values: [] }, 1_000)).toEqual([
    { one: 1 },
  ]);
});
