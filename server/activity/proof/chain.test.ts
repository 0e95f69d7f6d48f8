import { describe, expect, test } from "vitest";
import { Chains, type Unlinked } from "./chain";
import { macOf } from "./link";

const key = Buffer.alloc(32, 7);
const [ours, theirs] = ["project-a", "project-b"];

function row(projectId = ours, at = "2026-11-30T23:59:59.999Z"): Unlinked {
  return { kind: "log", projectId, startedAt: new Date(at), text: '{"id":"x"', payloadHash: null };
}

type Written = { writer: string; seq: number; mac: string };

const read = (rows: readonly string[]): Written[] => rows.map((text) => JSON.parse(text));

describe("the chains of a writer", () => {
  test("count from 1 in each project and each month of UTC", () => {
    const chains = new Chains(key);
    const next = "2026-12-01T00:00:00.000Z";
    const { rows } = chains.link([row(), row(theirs), row(), row(ours, next), row(theirs)]);
    expect(read(rows).map(({ seq }) => seq)).toEqual([1, 1, 2, 1, 2]);
  });

  test("hang each row on the one before it", () => {
    const { rows } = new Chains(key).link([row(), row()]);
    const [first, second] = read(rows);
    const text = (rows[1] ?? "").replace(/,"mac":"[^"]+"}$/, "}");
    expect(second?.mac).toBe(`\\x${macOf(key, first?.mac.slice(2) ?? null, "log", text)}`);
    expect(second?.mac).not.toBe(first?.mac);
  });

  test("do not advance before a batch is durable", () => {
    const chains = new Chains(key);
    const refused = chains.link([row(), row()]);
    const again = chains.link([row()]);
    expect(read(again.rows)[0]?.seq).toBe(1);
    chains.advance(again);
    expect(read(chains.link([row()]).rows)[0]?.seq).toBe(2);
    expect(read(refused.rows)).toHaveLength(2);
  });

  test("begin anew, as another writer, when nobody knows whether a batch is durable", () => {
    const chains = new Chains(key);
    const before = chains.link([row()]);
    chains.advance(before);
    chains.restart();
    const after = read(chains.link([row()]).rows)[0];
    expect(after?.seq).toBe(1);
    expect(after?.writer).not.toBe(read(before.rows)[0]?.writer);
  });

  test("tell how far they have come once, also those that ended", () => {
    const chains = new Chains(key);
    for (let times = 0; times < 3; times++) chains.advance(chains.link([row(), row(theirs)]));
    chains.restart();
    chains.advance(chains.link([row()]));
    const heads = chains.takeChanged();
    expect(heads.map(({ projectId, seq }) => [projectId, seq])).toEqual([
      [ours, 3],
      [theirs, 3],
      [ours, 1],
    ]);
    expect(chains.takeChanged()).toEqual([]);
    chains.keep(heads);
    expect(chains.takeChanged()).toHaveLength(3);
  });
});
