// Every way a call of a tool can end, in both eras and at both doors: a start row for each that could reach its server, and
// exactly one outcome (security: T87, T91, T96).
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { callFates, type Door } from "@/server/testing/call-fates";
import { type CallScene, openCallScene } from "@/server/testing/call-scene";
import { askNext, askNode } from "@/server/testing/two-doors";

let scene: CallScene;
/** What was seen in the record, by fate: the same in both eras, at both doors. */
const table = new Map<string, Set<string>>();

beforeAll(async () => {
  scene = await openCallScene();
});
afterEach(() => scene.mend());
afterAll(async () => {
  await scene.close();
  for (const [fate, words] of table)
    process.stdout.write(`tools/call, ${fate} → ${[...words].join(" or ")}\n`);
});

const doors: Record<string, Door> = {
  "node:http": {
    isNode: true,
    ask: (question) => askNode(scene.node, scene.corridor.endpoint.slug, question),
  },
  "the Next route": {
    isNode: false,
    ask: (question) => askNext(scene.node, scene.corridor.endpoint.slug, question),
  },
};
const eras = ["E25", "E26"] as const;
const places = Object.entries(doors).flatMap(([name, door]) =>
  eras.map((era) => [era, name, door] as const),
);

describe.each(places)("a call of %s at %s", (era, _name, door) => {
  it.each(Object.entries(callFates))("%s", async (fate, { make, starts, row }) => {
    const before = await scene.record();
    await make(scene, era, door);
    const all = await scene.settled(before);
    const words = all.logs.map(({ outcome, code }) => [outcome, code].filter(Boolean).join(" "));
    const seen = `${all.starts.length === 0 ? "no start" : "start"}, ${words.join(" and ")}`;
    table.set(fate, (table.get(fate) ?? new Set()).add(seen));
    expect(all.starts).toHaveLength(starts);
    expect(all.logs).toEqual([{ ...row, era }]);
  });
});
