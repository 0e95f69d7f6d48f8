import { expect, test } from "vitest";
import { closePools, pool, recordPool, unhurried } from "@/server/infra/pg";
import { asOwner } from "@/server/testing/owner";

const question = "SHOW synchronous_commit";

test("every connection waits for the disk, whatever the database says (T90)", async () => {
  const { rows } = await pool().query<{ name: string }>("SELECT current_database() AS name");
  await asOwner(`ALTER DATABASE "${rows[0]?.name}" SET synchronous_commit = off`);
  const plain = await asOwner<{ synchronous_commit: string }>(question);
  expect(plain.rows).toEqual([{ synchronous_commit: "off" }]);
  await closePools();
  const answers = [
    await pool().query(question),
    await recordPool().query(question),
    await unhurried((client) => client.query(question)),
  ];
  expect(answers.map((answer) => answer.rows)).toEqual(
    Array(3).fill([{ synchronous_commit: "on" }]),
  );
});
