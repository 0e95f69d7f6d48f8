import { describe, expect, it } from "vitest";
import { Roster } from "./roster";

const [ann, bob, cat] = [{ name: "ann" }, { name: "bob" }, { name: "cat" }];

describe("a roster", () => {
  it("holds those who came and did not leave", () => {
    const roster = new Roster<{ name: string }>();
    for (const one of [ann, bob, cat]) roster.add(one);
    roster.delete(ann);
    expect([...roster]).toHaveLength(2);
    expect(new Set(roster)).toEqual(new Set([bob, cat]));
    roster.delete(cat);
    expect([...roster]).toEqual([bob]);
    expect(roster.has(bob)).toBe(true);
    expect(roster.has(cat)).toBe(false);
    expect(roster.size).toBe(1);
  });

  it("does not mind those who leave without having come", () => {
    const roster = new Roster<{ name: string }>();
    roster.delete(ann);
    roster.add(bob);
    roster.delete(ann);
    expect([...roster]).toEqual([bob]);
  });

  it("names everybody although each leaves when named", () => {
    const roster = new Roster<{ name: string }>();
    for (const one of [ann, bob, cat]) roster.add(one);
    const named: string[] = [];
    for (const one of roster) {
      named.push(one.name);
      roster.delete(one);
    }
    expect(named).toEqual(["ann", "bob", "cat"]);
    expect(roster.size).toBe(0);
  });
});
