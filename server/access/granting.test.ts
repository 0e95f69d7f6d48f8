import { expect, test } from "vitest";
import { Access } from "@/server/access/access";
import type { Condition } from "@/server/access/conditions";
import { requireCanGrant } from "@/server/access/granting";
import { Rights, type Rule } from "@/server/access/rights";

const when = (operator: Condition["operator"], ...values: string[]): Condition => ({
  property: "name",
  operator,
  values,
});
const edit = (...conditions: Condition[]): Rule => ({ permission: "endpoint.edit", conditions });
const plain = (permission: Rule["permission"]): Rule => ({ permission, conditions: [] });

const mayGive = (held: Rule[], given: Rule[]) => {
  const access = new Access("p", new Rights([{ key: "r", name: "Role", rules: held }]));
  try {
    requireCanGrant(access, given);
    return true;
  } catch {
    return false;
  }
};

const engineering = when("glob match", "engineering-*");
const notSecret = when("not equal", "engineering-secret");

test.each<[string, Rule[], Rule[], boolean]>([
  ["nothing", [], [], true],
  ["what one does not hold", [], [plain("server.edit")], false],
  ["what one holds", [plain("server.edit")], [plain("server.edit")], true],
  ["one of two", [plain("server.edit")], [plain("server.edit"), plain("project.delete")], false],
  ["with a condition what one holds without", [edit()], [edit(engineering)], true],
  ["the same condition", [edit(engineering)], [edit(engineering)], true],
  ["the same and one more", [edit(engineering)], [edit(engineering, notSecret)], true],
  [
    "the same in another order",
    [edit(engineering, notSecret)],
    [edit(notSecret, engineering)],
    true,
  ],
  ["without the condition", [edit(engineering)], [edit()], false],
  ["one of two conditions", [edit(engineering, notSecret)], [edit(engineering)], false],
  ["a wider pattern", [edit(engineering)], [edit(when("glob match", "*"))], false],
  // Narrower in meaning, but not by its words: refused, as nobody has to trust our reasoning about patterns.
  [
    "a name the pattern would match",
    [edit(engineering)],
    [edit(when("equal", "engineering-a"))],
    false,
  ],
  ["the list in another order", [edit(when("in", "a", "b"))], [edit(when("in", "b", "a"))], true],
  ["a longer list", [edit(when("in", "a"))], [edit(when("in", "a", "b"))], false],
  [
    "another permission under the same condition",
    [edit(engineering)],
    [{ permission: "endpoint.delete", conditions: [engineering] }],
    false,
  ],
  ["two rules joined into one", [edit(engineering), edit(notSecret)], [edit()], false],
])("T34 giving %s", (_what, held, given, expected) => {
  expect(mayGive(held, given)).toBe(expected);
});

test("a rule that cannot be understood is not held, so it is not given either", () => {
  const broken = edit({ property: "name", operator: "regex" as "equal", values: ["."] });
  expect(mayGive([broken], [broken])).toBe(false);
});

test("the refusal says what is missing", () => {
  const access = new Access("p", new Rights([]));
  expect(() => requireCanGrant(access, [edit(engineering), plain("project.delete")])).toThrow(
    "May change endpoints whose name matches “engineering-*”. (and 1 more)",
  );
});
