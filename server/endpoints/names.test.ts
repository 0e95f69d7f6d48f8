import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nameTools, type OfferedTool, renamingOf } from "@/server/endpoints/names";

const tool = (serverSlug: string, name: string): OfferedTool => ({
  id: `${serverSlug}/${name}`,
  serverSlug,
  name,
});

function named(offered: OfferedTool[], published: Record<string, string> = {}) {
  const rows = Object.entries(published).map(([toolId, exposedName]) => ({ toolId, exposedName }));
  return Object.fromEntries(nameTools(offered, rows));
}

describe("the name of a tool", () => {
  test("is its own while no other tool of the endpoint has it", () => {
    expect(named([tool("github", "search"), tool("linear", "list_issues")])).toEqual({
      "github/search": "search",
      "linear/list_issues": "list_issues",
    });
  });

  test("carries the server's prefix where two servers offer it", () => {
    expect(named([tool("github", "search"), tool("linear", "search")])).toEqual({
      "github/search": "github_search",
      "linear/search": "linear_search",
    });
  });

  test("stays as published when another server comes to offer the same", () => {
    const names = named([tool("github", "search"), tool("linear", "search")], {
      "github/search": "search",
    });
    expect(names).toEqual({ "github/search": "search", "linear/search": "linear_search" });
  });

  test("never falls to another tool, even when its owner is gone from the endpoint", () => {
    const names = named([tool("linear", "search")], { "github/search": "search" });
    expect(names).toEqual({ "linear/search": "linear_search" });
  });

  test("is not the prefixed form of one tool and the own name of another", () => {
    const names = named([tool("a", "b_c"), tool("d", "b_c"), tool("e", "a_b_c")]);
    expect(names["e/a_b_c"]).toBe("a_b_c");
    expect(new Set(Object.values(names)).size).toBe(3);
  });

  test("is prefixed where two differ in case alone", () => {
    expect(Object.values(named([tool("a", "Delete"), tool("b", "delete")]))).toEqual([
      "a_Delete",
      "b_delete",
    ]);
  });

  test("is made spellable for clients that take letters, digits, _ and - only", () => {
    expect(named([tool("a", "files.read/all"), tool("a", "café")])).toEqual({
      "a/files.read/all": "files_read_all",
      "a/café": "cafe",
    });
  });

  test("is shortened with a hash when it is over-long", () => {
    const long = "x".repeat(100);
    const names = named([tool("a", long), tool("a", `${long}y`)]);
    expect(Object.values(names)).toEqual([
      expect.stringMatching(/^x{55}_[0-9a-f]{8}$/),
      expect.stringMatching(/^x{55}_[0-9a-f]{8}$/),
    ]);
    expect(new Set(Object.values(names)).size).toBe(2);
  });

  test("is explained when it is not the tool's own", () => {
    expect(renamingOf(tool("a", "search"), "search")).toBeNull();
    expect(renamingOf(tool("a", "search"), "a_search")).toBe("taken");
    expect(renamingOf(tool("a", "a.b"), "a_b")).toBe("characters");
    expect(renamingOf(tool("a", "x".repeat(65)), `${"x".repeat(55)}_12345678`)).toBe("length");
  });
});

const word = fc.oneof(
  fc.constantFrom(
    "search",
    "Search",
    "a_search",
    "b_search",
    "a_b",
    "b",
    "search\u200b",
    "ｓearch",
  ),
  fc.string({ minLength: 1, maxLength: 12, unit: "grapheme" }),
  fc.string({ minLength: 60, maxLength: 128 }),
);
const offers = fc.uniqueArray(
  fc.record({ serverSlug: fc.constantFrom("a", "b", "a-b", "z".repeat(40)), name: word }),
  { maxLength: 30, selector: (one) => `${one.serverSlug}/${one.name}` },
);
const toTools = (list: { serverSlug: string; name: string }[]) =>
  list.map((one) => tool(one.serverSlug, one.name));

describe("for any tools of any servers", () => {
  test("every name is spellable by every client", () => {
    fc.assert(
      fc.property(offers, (list) => {
        for (const name of Object.values(named(toTools(list))))
          expect(name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
      }),
    );
  });

  test("no two names are the same, in whatever case", () => {
    fc.assert(
      fc.property(offers, (list) => {
        const names = Object.values(named(toTools(list))).map((name) => name.toLowerCase());
        expect(new Set(names).size).toBe(list.length);
      }),
    );
  });

  test("names do not depend on the order in which tools come", () => {
    fc.assert(
      fc.property(offers, (list) => {
        expect(named(toTools(list).reverse())).toEqual(named(toTools(list)));
      }),
    );
  });

  test("what was published stays and nothing later takes its name", () => {
    fc.assert(
      fc.property(offers, offers, (first, later) => {
        const before = named(toTools(first));
        const after = named(toTools(later), before);
        const once = new Map(Object.entries(before).map(([id, name]) => [name.toLowerCase(), id]));
        for (const [id, name] of Object.entries(after)) {
          if (id in before) expect(name).toBe(before[id]);
          else expect(once.has(name.toLowerCase())).toBe(false);
        }
      }),
    );
  });
});
