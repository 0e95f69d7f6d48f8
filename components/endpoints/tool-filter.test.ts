import { describe, expect, test } from "vitest";
import { countExposed, filterGroups, type Tool, type ToolGroup, triState } from "./tool-filter";

const tool = (name: string, facts: Partial<Tool> = {}): Tool => ({
  id: name,
  name,
  title: null,
  description: "",
  readOnly: false,
  destructive: false,
  enabled: false,
  exposedName: name,
  renaming: null,
  gone: false,
  ...facts,
});

const group = (name: string, tools: Tool[], disabledAt: Date | null = null): ToolGroup => ({
  server: { id: name, name, slug: name, status: "connected", statusReason: null, disabledAt },
  tools,
});

const groups = [
  group("github", [
    tool("search", { description: "Find code", enabled: true, exposedName: "github_search" }),
    tool("delete_repo", { destructive: true }),
  ]),
  group("linear", [tool("list_issues", { enabled: true })]),
  group("empty", []),
];

const names = (filter: Parameters<typeof filterGroups>[1]) =>
  filterGroups(groups, filter).map((one) => [one.server.name, one.tools.map((each) => each.name)]);

describe("looking for tools", () => {
  test("nothing in particular shows every server, also one without tools", () => {
    expect(names({ words: " ", show: "all" })).toHaveLength(3);
  });

  test("by words finds them in the name clients see, the own name and the description", () => {
    expect(names({ words: "CODE github_", show: "all" })).toEqual([["github", ["search"]]]);
  });

  test("by state leaves out servers that have none", () => {
    expect(names({ words: "", show: "destructive" })).toEqual([["github", ["delete_repo"]]]);
    expect(names({ words: "", show: "off" })).toEqual([["github", ["delete_repo"]]]);
  });
});

test("a header is on, off, or between", () => {
  expect(triState([tool("a", { enabled: true })])).toBe(true);
  expect(triState([tool("a", { enabled: true }), tool("b")])).toBe("indeterminate");
  expect(triState([])).toBe(false);
});

test("tools of a disabled server and tools that are gone are not exposed", () => {
  const on = { enabled: true };
  const all = [
    group("off", [tool("a", on)], new Date(0)),
    group("on", [tool("b", on), tool("c", { ...on, gone: true }), tool("d")]),
  ];
  expect(countExposed(all)).toBe(1);
});
