import { expect, test } from "vitest";
import {
  globalNavigation,
  isActive,
  projectNavigation,
  projectOf,
  samePlaceIn,
} from "./navigation";

test("exactly one entry is active on a page below a section", () => {
  const active = projectNavigation("acme").filter((item) =>
    isActive(item, "/projects/acme/servers/github"),
  );
  expect(active.map((item) => item.label)).toEqual(["Servers"]);
});

test("a project whose name begins like another's is not mistaken for it", () => {
  const items = projectNavigation("acme");
  expect(items.some((item) => isActive(item, "/projects/acme-two"))).toBe(false);
  expect(projectOf("/projects/acme-two/servers")).toBe("acme-two");
  expect(projectOf("/connections")).toBeUndefined();
});

test("switching the project keeps the section, never the thing", () => {
  expect(samePlaceIn("b", "/projects/a/servers")).toBe("/projects/b/servers");
  expect(samePlaceIn("b", "/projects/a/servers/github")).toBe("/projects/b/servers");
  expect(samePlaceIn("b", "/projects/a")).toBe("/projects/b");
  expect(samePlaceIn("b", "/connections")).toBe("/projects/b");
});

test("only administrators of the installation see Admin", () => {
  expect(globalNavigation(false).map((item) => item.label)).toEqual(["My connections"]);
  expect(globalNavigation(true).map((item) => item.label)).toEqual(["My connections", "Admin"]);
});

test("a section without anything to see in it is not offered", () => {
  const labels = projectNavigation("acme", ["project.read", "endpoint.read"]).map(
    (one) => one.label,
  );
  expect(labels).toEqual(["Overview", "Endpoints", "Settings"]);
});
