import { expect, test } from "vitest";
import { newId } from "@/server/core/ids";
import { bus } from "@/server/infra/bus";
import { db, transaction } from "@/server/infra/db";
import { pool } from "@/server/infra/pg";

async function newEndpoint(): Promise<string> {
  const [projectId, id] = [newId(), newId()];
  await db().project.create({ data: { id: projectId, slug: projectId, name: "Project" } });
  await db().mcpEndpoint.create({ data: { id, projectId, slug: id, name: "Endpoint" } });
  return id;
}

test("after settled, listeners know every change committed before", async () => {
  const id = await newEndpoint();
  await bus().settled();
  const heard: (string | null)[] = [];
  const stop = bus().on("endpoint", (changed) => heard.push(changed));
  await db().mcpEndpoint.update({ where: { id }, data: { name: "Renamed" } });
  await bus().settled();
  expect(heard).toEqual([id]);
  stop();
  await db().mcpEndpoint.update({ where: { id }, data: { name: "Again" } });
  await bus().settled();
  expect(heard).toEqual([id]);
});

test("a transaction that fails tells nobody", async () => {
  const id = await newEndpoint();
  await bus().settled();
  const heard: (string | null)[] = [];
  bus().on("endpoint", (changed) => heard.push(changed));
  const failing = transaction(async (tx) => {
    await tx.mcpEndpoint.update({ where: { id }, data: { name: "Never" } });
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  await bus().settled();
  expect(heard).toEqual([]);
});

test("a listener hears what any replica publishes, whatever the id holds", async () => {
  const heard: (string | null)[] = [];
  bus().on("cancel", (id) => heard.push(id));
  await bus().publish("cancel", "a:b:c");
  await bus().settled();
  expect(heard).toEqual(["a:b:c"]);
});

test("after a lost connection listeners are told to forget everything", async () => {
  await bus().settled();
  const forgotten = new Promise<void>((resolve) => {
    bus().on("user", (id) => {
      if (id === null) resolve();
    });
  });
  await pool().query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'gatehouse-bus%' AND datname = current_database()",
  );
  await forgotten;
});
