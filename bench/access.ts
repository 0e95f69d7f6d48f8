// What a decision costs: with few rules and with many, in small projects and in large ones, side by side in one run.
import process from "node:process";
import { builtinRules } from "@/server/access/builtin-roles";
import type { Condition } from "@/server/access/conditions";
import { Rights, type RoleRules, type Rule } from "@/server/access/rights";

const aimUs = 20;
let isMissed = false;

const when = (operator: Condition["operator"], ...values: string[]): Condition => ({
  property: "name",
  operator,
  values,
});

/** Of the fifty: thirty patterns, ten lists and ten of two conditions, none of them for everything. */
function ruleOf(role: number, index: number): Rule {
  const team = `team-${role}-${index}`;
  const permission = "endpoint.connect";
  if (index < 30) return { permission, conditions: [when("glob match", `*${team}-*`)] };
  if (index < 40)
    return { permission, conditions: [when("in", `${team}-a`, `${team}-b`, `${team}-c`)] };
  return {
    permission,
    conditions: [when("glob match", `${team}-*`), when("not equal", `${team}-secret`)],
  };
}

function rolesOf(roles: number, rules: number): RoleRules[] {
  return Array.from({ length: roles }, (_, role) => ({
    key: `role-${role}`,
    name: `Role ${role}`,
    rules: Array.from({ length: rules }, (_rule, index) => ruleOf(role, index)),
  }));
}

/** Half of them allowed by the last rules, half by none. */
function namesOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    index % 2 ? `team-99-49-${index}` : `elsewhere-${index}`,
  );
}

/** Microseconds of one decision in the fastest of the rounds. */
function decisionUs(rights: Rights, names: readonly string[], rounds = 30): number {
  const runs = Math.ceil(20_000 / names.length);
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    for (let run = 0; run < runs; run++)
      for (const name of names) rights.allows("endpoint.connect", name);
    best = Math.min(best, performance.now() - start);
  }
  return (best * 1_000) / (runs * names.length);
}

/** Microseconds of a name's first decision, and of putting the rules together. */
function firstUs(make: () => readonly RoleRules[], names: readonly string[]) {
  const [firsts, builds]: [number[], number[]] = [[], []];
  for (let round = 0; round < 10; round++) {
    // As read from the database: rules that were compiled before are remembered by their identity.
    const roles = make();
    const began = performance.now();
    const rights = new Rights(roles);
    const built = performance.now();
    for (const name of names) rights.allows("endpoint.connect", name);
    firsts.push(((performance.now() - built) * 1_000) / names.length);
    builds.push((built - began) * 1_000);
  }
  return { first: Math.min(...firsts), build: Math.min(...builds) };
}

function print(cells: readonly string[]): void {
  const [head = "", ...rest] = cells;
  console.log(head.padEnd(34) + rest.map((cell) => cell.padStart(15)).join(""));
}

const us = (value: number) => (value < 10 ? value.toFixed(3) : value.toFixed(0));

const member = builtinRules("member");
const sets: [string, () => readonly RoleRules[]][] = [
  ["Member, no condition", () => (member ? [member] : [])],
  ["1 role of 1 rule", () => rolesOf(1, 1)],
  ["1 role of 50 rules", () => rolesOf(1, 50)],
  ["10 roles of 50 rules", () => rolesOf(10, 50)],
  ["100 roles of 50 rules", () => rolesOf(100, 50)],
];

console.log("a decision, µs, as every call takes it\n");
const sizes = [10, 100, 1_000, 5_000];
print(["somebody holds", ...sizes.map((size) => `${size} endpoints`), "most / least"]);
for (const [what, make] of sets) {
  const rights = new Rights(make());
  const costs = sizes.map((size) => decisionUs(rights, namesOf(size)));
  const [most, least] = [Math.max(...costs), Math.min(...costs)];
  if (most > aimUs) isMissed = true;
  print([what, ...costs.map(us), (most / least).toFixed(2)]);
}

console.log("\nonce after a change of roles or of a name, µs\n");
print(["somebody holds", "first decision", "all rules read"]);
for (const [what, make] of sets) {
  const { first, build } = firstUs(make, namesOf(200));
  print([what, us(first), us(build)]);
}

console.log(
  `\n100 roles of 50 rules: at most ${aimUs} µs a decision: ${isMissed ? "MISSED" : "met"}`,
);
process.exitCode = isMissed ? 1 : 0;
