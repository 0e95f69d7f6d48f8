// Calls written as the gateway writes them, into an empty record and into full ones in turn.
import { recordOutcome, recordStart } from "@/server/activity/record";
import { newId } from "@/server/core/ids";
import { addRoom, numbered, projectOf } from "./activity-fill";
import { at } from "./activity-report";

const together = 256;
const rounds = 60;
const body = `{"name":"tool_1","arguments":{"query":"${"lorem ipsum ".repeat(20)}"}}`;

export async function writeCalls(projectId: string): Promise<void> {
  const begun = Array.from({ length: together }, () => recordStart(callOf(projectId), body));
  const started = await Promise.all(begun);
  await Promise.all(
    started.map((one) =>
      recordOutcome(one, { ...outcome, durationMs: 200 * Math.random() }, body, []),
    ),
  );
}

const outcome = {
  ...({ outcome: "ok", errorCode: null, errorMessage: null } as const),
  ...{ durationMs: 1, upstreamMs: 10, responseBytes: 500 },
};

const draw = (count: number, power: number) => Math.floor(count * Math.random() ** power);

function callOf(projectId: string) {
  const [endpoint, server, tool] = [draw(20, 2), draw(15, 2), draw(80, 3)];
  const [person, client] = [draw(300, 2), draw(7, 2)];
  return {
    ...{ id: newId(), startedAt: new Date(), projectId, grantId: newId(), sessionId: null },
    ...{ endpointId: numbered("e", endpoint), endpointName: `Endpoint ${endpoint}` },
    ...{ serverId: numbered("5", server), serverName: `Server ${server}`, method: "tools/call" },
    ...{ toolName: `tool_${tool}`, upstreamTool: `tool_${tool}`, era: "2025", requestBytes: 300 },
    ...{ userId: numbered("a", person), userName: `Person ${person}`, requestId: newId() },
    ...{ clientId: `client-${client}`, clientName: `Client ${client}` },
  };
}

/** Calls a second, start and outcome both durable. */
export async function printInsertRates(sizes: readonly number[]): Promise<void> {
  const records = new Map([["empty", newId()]]);
  for (const size of sizes) records.set(`${size}`, projectOf(size));
  const times = new Map([...records.keys()].map((name): [string, number[]] => [name, []]));
  const now = new Date();
  for (const project of records.values()) await addRoom(project, now, now);
  for (let round = -10; round < rounds; round++)
    for (const [name, project] of records) {
      const begun = performance.now();
      await writeCalls(project);
      if (round >= 0) times.get(name)?.push(performance.now() - begun);
    }
  console.log(
    `\ncalls written, ${together} at a time, calls/s by the median, and beside an empty record\n`,
  );
  const base = at(times.get("empty") ?? [], 0.5);
  for (const [name, taken] of times) {
    const middle = at(taken, 0.5);
    const rate = ((together * 1_000) / middle).toFixed(0);
    console.log(
      `${name.padEnd(12)}${rate.padStart(8)}${((100 * base) / middle).toFixed(0).padStart(8)} %`,
    );
  }
}
