// Another replica of the gateway, bundled and started by replica.ts: makes the calls it is told to at the corridor of its own.
import process from "node:process";
import type { Corridor } from "@/server/testing/corridor";
import { askModern } from "@/server/testing/corridor-client";
import type { Job } from "@/server/testing/replica";

process.on("message", ({ id, corridor, params, times }: Job) => {
  const call = () => askModern(corridor as Corridor, "tools/call", params);
  Promise.all(Array.from({ length: times }, call)).then(
    (answers) => process.send?.({ id, texts: answers.map(({ text }) => text) }),
    (error: unknown) => process.send?.({ id, failed: String(error) }),
  );
});
process.send?.({ ready: true });
