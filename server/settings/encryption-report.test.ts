import { expect, test } from "vitest";
import type { KeyUse } from "@/server/infra/key-census";
import { tally } from "@/server/settings/encryption";
import { advise, describeCensus, describeLacking } from "@/server/settings/encryption-report";

const use = (id: string, state: KeyUse["state"], counts: Partial<KeyUse> = {}): KeyUse => ({
  ...{ id, state, dataKeys: 0, secrets: 0, unreadable: 0 },
  ...counts,
});

const census = (...keys: KeyUse[]) => ({ activeId: keys[0]?.id ?? "", keys });

test("an old key that nothing needs may be removed, and only then", () => {
  const done = census(use("k2", "active", { dataKeys: 3, secrets: 2 }), use("k1", "kept"));
  expect(advise(done)[0]).toBe("100 % under k2. k1 may be removed from ENCRYPTION_KEYS.");
  const almost = census(use("k2", "active", { dataKeys: 999 }), use("k1", "kept", { secrets: 1 }));
  expect(advise(almost)).toEqual(["99 % under k2. To move the other 1: npm run keys -- rotate"]);
});

test("what cannot be opened never counts as done", () => {
  const lost = census(
    use("k2", "active", { dataKeys: 3 }),
    use("k1", "missing", { dataKeys: 1, unreadable: 1 }),
    use("k0", "kept"),
  );
  expect(tally(lost)).toEqual({ total: 4, outside: 0, unreadable: 1, percentActive: 75 });
  const said = advise(lost).join("\n");
  expect(said).toContain("1 cannot be opened: the key k1 is missing.");
  expect(said).toContain("npm run keys -- give-up k1");
  expect(said).not.toMatch(/may be removed|rotate/);
});

test("a damaged row is told apart from a missing key", () => {
  const damaged = census(use("k1", "active", { dataKeys: 2, unreadable: 1 }));
  expect(tally(damaged).percentActive).toBe(50);
  expect(advise(damaged).join("\n")).toContain("1 under k1 cannot be opened: they are damaged");
});

test("an installation that has sealed nothing says so", () => {
  expect(advise(census(use("k1", "active")))).toEqual(["Nothing is sealed yet."]);
});

test("the table stands in columns", () => {
  const lines = describeCensus(census(use("a-longer-name", "active", { dataKeys: 12 })));
  expect(lines.slice(0, 2)).toEqual([
    "key             state    project keys   other secrets   unreadable",
    "a-longer-name   active             12               0            0",
  ]);
});

test("a process without the active key is named with what it has", () => {
  const said = describeLacking("k2", [{ address: "10.0.0.7", keyIds: ["k1", "k0"] }]);
  expect(said).toContain("Gatehouse runs without the key k2 at 10.0.0.7 (k1, k0)");
});
