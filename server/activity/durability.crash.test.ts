import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyRecord } from "@/server/activity/proof/verify";
import type { PlaceReport } from "@/server/activity/proof/verify-place";
import {
  type CrashScene,
  crashPostgres,
  openCrashScene,
  totalMs,
} from "@/server/testing/crash-scene";
import { call, type Fate, Load } from "@/server/testing/marked-calls";
import { attemptsIn, compare, noFaults, readRecord } from "@/server/testing/marked-record";
import { chooseRounds, chooseSeed, seeded } from "@/server/testing/random";

const callers = 12;
const rounds = Array.from({ length: chooseRounds(100) }, (_, index) => {
  const victim = index % 2 === 0 ? "gateway" : "database";
  return [index + 1, victim] as const;
});
/** T98: how long after the database is back everybody must be served again. */
const recoveryMs = 5_000;
/** Beyond UPSTREAM_TOTAL_MS, as in reconcile.ts. */
const graceMs = 60_000;

const seed = chooseSeed();
const instant = seeded(seed);
const work = seeded(seed + 1);
const workMs = () => Math.floor(work() ** 2 * 60);
let scene: CrashScene;

beforeAll(async () => {
  say(`seed ${seed}: CRASH_SEED=${seed} repeats the delays`);
  scene = await openCrashScene(callers);
});
afterAll(() => scene?.close());

/** Past the runner, which would hold it back until the end. */
function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const unwatched = { keptElsewhere: [], onProgress: () => {} };
const compareNow = () => compare(scene.postgres.url, scene.executed, scene.fates);

describe("under load (T87, T88, T98, T101)", () => {
  let load: Load;

  beforeAll(() => {
    load = new Load("load", scene.doors, scene.fates, workMs);
  });
  afterAll(() => load?.stop());

  it.each(rounds)("round %i: no call is missing after a crash of the %s", async (_, victim) => {
    await load.everyoneAnswered();
    // The random instant.
    await pause(instant() * 1_000);
    if (victim === "gateway") {
      await scene.gateway.signal("SIGKILL");
      await scene.gateway.start();
    } else await crashPostgres(scene.postgres);
    expect(await load.everyoneAnswered()).toBeLessThan(recoveryMs);
    expect(await scene.gateway.isReady()).toBe(true);
    expect((await compareNow()).faults).toEqual(noFaults);
  });

  it("after all rounds, executed and started, answered and concluded are the same", async () => {
    await load.stop();
    const { faults, executed, answered, summary } = await compareNow();
    expect(faults).toEqual(noFaults);
    expect(executed).toBeGreaterThan(rounds.length * callers);
    expect(answered).toBeGreaterThan(rounds.length * callers);
    const { refused = 0, withheld = 0, lost = 0 } = tally([...scene.fates.values()]);
    say(`${rounds.length} rounds: ${summary}`);
    say(
      `besides ${refused} refused and not executed, ${withheld} withheld, ${lost} without an answer`,
    );
  });
});

it("after all rounds every chain is whole: nothing is missing, changed or added (T94)", async () => {
  const { findings, places, checkpoints } = await verifyRecord(unwatched);
  expect(findings.all).toEqual([]);
  const sum = (of: (place: PlaceReport) => number) =>
    places.reduce((total, place) => total + of(place), 0).toLocaleString("en");
  const facts = `${sum(({ rows: count }) => count)} rows in ${sum(({ chains }) => chains)} chains, ${checkpoints.count} checkpoints`;
  say(
    `verified: ${facts}; ${sum(({ unanchored }) => unanchored)} rows after the last of their chain`,
  );
});

describe("the end of a process", () => {
  it("on SIGTERM under load stops being ready, answers every call and exits with 0 (T100)", async () => {
    await scene.gateway.signal("SIGKILL");
    await scene.gateway.start({ UPSTREAM_TOTAL_MS: "30000" });
    const fates = new Map<string, Fate>();
    const load = new Load("last", scene.doors, fates, workMs);
    await load.everyoneAnswered();
    // Refused before anybody is known, these are counted in memory: nothing is written before the end of the minute.
    const url = scene.doors[0]?.url ?? "";
    for (let times = 0; times < 25; times++) expect((await fetch(url)).status).toBe(401);
    // Longer than the gateway goes on listening.
    const slow = scene.doors.map((door, index) => call(door, { mark: `slow-${index}`, ms: 8_000 }));
    await expect.poll(() => scene.executed.includes(`slow-${callers - 1}`)).toBe(true);
    const stopped = scene.gateway.signal("SIGTERM");
    await expect.poll(() => scene.gateway.isReady()).toBe(false);
    // A load balancer has looked away.
    await load.stop();
    expect(tally(await Promise.all(slow))).toEqual({ result: callers });
    expect(await stopped).toEqual({ code: 0, signal: null });
    expect(tally([...fates.values()])).toEqual({ result: fates.size });
    expect(await attemptsIn(scene.postgres.url, "no_token")).toBe(25);
    expect((await compare(scene.postgres.url, scene.executed, fates)).faults).toEqual(noFaults);
  });

  it("leaves calls without an outcome to the reconciler, which calls them unknown", async () => {
    const { none: cutOff = 0 } = await outcomes();
    // Until no call that a process began before could still be under way.
    await pause(totalMs + graceMs);
    await scene.gateway.start();
    await expect.poll(outcomes, { timeout: 10_000 }).not.toHaveProperty("none");
    const { unknown = 0 } = await outcomes();
    expect(unknown).toBeGreaterThan(0);
    expect(unknown).toBeGreaterThanOrEqual(cutOff);
    expect((await compareNow()).faults).toEqual(noFaults);
    say(`${unknown} calls that a crash cut off are recorded as unknown`);
    expect((await verifyRecord(unwatched)).findings.all).toEqual([]);
  });
});

/** How many calls in the record ended how. */
async function outcomes(): Promise<Record<string, number>> {
  const record = await readRecord(scene.postgres.url);
  return tally([...record.values()].map(({ outcome }) => outcome ?? "none"));
}

function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
