// Everything a client can say, in both eras, and every way it can end before a tool is asked: each leaves exactly the row
// that the table of methods declares (security: T96). What becomes of a tool's call is in coverage-calls.db.test.ts.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { openCorridor } from "@/server/testing/corridor";
import { type FakeUpstream, startFakeUpstream } from "@/server/testing/fake-upstream";
import { fates, type Message, type Stage } from "@/server/testing/message-fates";
import { type EraKind, MessageScene, messageOf, type Seen } from "@/server/testing/message-scene";
import { closeAllSessions } from "@/server/upstream/sessions";
import { type Kind, ways } from "./methods";

let upstream: FakeUpstream;
let stage: Stage;
/** What was seen in the record, by message. */
const table = new Map<string, Set<string>>();

beforeAll(async () => {
  upstream = await startFakeUpstream({ era: "both" });
  const scene = await MessageScene.open(await openCorridor([upstream], ["echo"]));
  const barred = await scene.other("member");
  stage = { scene, barred, elsewhere: await scene.tokenElsewhere() };
  const membership = { userId: barred.corridor.userId };
  await db().membershipRole.updateMany({ where: { membership }, data: { role: "auditor" } });
  await bus().settled();
});
afterAll(async () => {
  await closeAllSessions();
  await upstream.close();
  for (const [line, words] of table) process.stdout.write(`${line} → ${[...words].join(", ")}\n`);
});

const kinds = Object.keys(ways) as Kind[];
const said = kinds.flatMap((kind) => ways[kind].eras.map((era): [Kind, EraKind] => [kind, era]));

describe.each(said)("%s of %s", (kind, era) => {
  const possible = Object.entries(fates).filter(
    ([, { expected }]) => expected({ kind, era, said: messageOf(kind, era, "") }) !== null,
  );

  it.each(possible)("%s", async (fate, { status, run, expected }) => {
    const { scene } = stage;
    // What ends a session has one of its own to end.
    const { session } = kind === "end" ? await MessageScene.open(scene.corridor) : scene;
    const message: Message = { kind, era, said: messageOf(kind, era, session) };
    let told = 0;
    const rows = await scene.rowsOf(async () => {
      told = await run(stage, message);
    });
    const line = `${era} ${ways[kind].method}`;
    table.set(line, (table.get(line) ?? new Set()).add(wordsOf(rows)));
    expect(told).toBe(status(message));
    const isWritten = fate !== "answered" || ways[kind].recorded === "each";
    expect(rows).toEqual(isWritten ? [{ ...expected(message), attempts: 1 }] : []);
  });
});

function wordsOf(rows: readonly Seen[]): string {
  const all = rows.map(({ outcome, reason }) => (reason ? `${outcome} ${reason}` : outcome));
  return all.join(" and ") || "answered without a row";
}

it("what has no row of its own says why", () => {
  for (const way of Object.values(ways))
    if (way.recorded === "refusals") expect(way.because).toMatch(/^[A-Z].{20,}\.$/);
});
