import { expect, test } from "vitest";
import { permissions } from "@/server/access/actions";
import { appRouter } from "./router";

type Definition = {
  type: "query" | "mutation" | "subscription";
  meta?: { policy?: string };
  inputs: unknown[];
};

/** Every procedure, with what it declares. */
function procedures(): [string, Definition][] {
  // tRPC keeps them flat by path and types them nested.
  const all = appRouter._def.procedures as unknown as Record<string, { _def: Definition }>;
  return Object.entries(all).map(([path, procedure]) => [path, procedure._def]);
}

const general = ["public", "person", "installation"];

// What anyone may call is written here, so that adding to it is a decision somebody reads.
const forAnyone = ["setup.complete", "setup.signInMethods", "setup.state"];

test("there are procedures to look at", () => {
  expect(procedures().length).toBeGreaterThan(15);
});

test.each(procedures())("%s declares who may call it", (_path, { meta }) => {
  expect([...general, ...permissions]).toContain(meta?.policy);
});

test("only set-up is open to people who are not signed in", () => {
  const open = procedures().filter(([, { meta }]) => meta?.policy === "public");
  expect(open.map(([path]) => path).sort()).toEqual(forAnyone);
});

test.each(procedures().filter(([, { type }]) => type === "mutation"))(
  "%s, which changes something, needs more than the permission to read",
  (_path, { meta }) => {
    expect(meta?.policy).not.toMatch(/\.(read|readPayload)$/);
  },
);

test.each(procedures().filter(([, { meta }]) => !general.includes(meta?.policy ?? "")))(
  "%s, which belongs to a project, is told which one",
  (_path, { inputs }) => {
    const [first] = inputs;
    expect(first).toHaveProperty("shape.project");
  },
);
