import { expect, test } from "vitest";
import { setupSteps } from "./setup-steps";

const nothing = {
  servers: 0,
  endpoints: 0,
  tools: 0,
  clients: 0,
  called: false,
  endpointSlug: null,
};

test("without an endpoint every step that needs one leads to making it", () => {
  const steps = setupSteps(nothing, "/projects/acme");
  expect(steps.map((step) => step.href.replace("/projects/acme", ""))).toEqual([
    "/servers/new",
    "/endpoints/new",
    "/endpoints/new",
    "/endpoints/new",
    "/activity",
  ]);
  expect(steps.some((step) => step.done)).toBe(false);
});

test("each step is done by what it leaves behind", () => {
  const all = { servers: 1, endpoints: 1, tools: 3, clients: 1, called: true, endpointSlug: "s-1" };
  const steps = setupSteps(all, "/projects/acme");
  expect(steps.every((step) => step.done)).toBe(true);
  expect(steps[2]?.href).toBe("/projects/acme/endpoints/s-1");
});
