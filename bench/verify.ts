// What it costs to prove the record: rows a second and memory, in a small one and in a tenfold one, written as the
// gateway writes. `npm run bench verify [calls]`.
import process from "node:process";
import { ownChains } from "@/server/activity/lane";
import { checkpoint } from "@/server/activity/proof/checkpoints";
import { verifyRecord } from "@/server/activity/proof/verify";
import { newId } from "@/server/core/ids";
import { closePools } from "@/server/infra/pg";
import { addRoom } from "./activity-fill";
import { writeCalls } from "./activity-insert";

const most = Number(process.argv[2] ?? 500_000);
const together = 256;
const megabyte = 1 << 20;

/** Verifies everything. Returns rows a second. */
async function verified(): Promise<number> {
  let peak = 0;
  const begun = performance.now();
  const { findings, places } = await verifyRecord({
    keptElsewhere: [],
    onProgress: () => {
      peak = Math.max(peak, process.memoryUsage.rss());
    },
  });
  const seconds = (performance.now() - begun) / 1_000;
  if (findings.count > 0) throw new Error("an untouched record is not intact");
  const rows = places.reduce((sum, place) => sum + place.rows, 0);
  const perSecond = rows / seconds;
  console.log(
    `${String(rows).padStart(9)} rows and as many payloads in ${seconds.toFixed(1).padStart(6)} s: ${perSecond.toFixed(0)} rows/s, ${(peak / megabyte).toFixed(0)} MB`,
  );
  return perSecond;
}

const projectId = newId();
await addRoom(projectId, new Date(), new Date());
const speeds: number[] = [];
let calls = 0;
for (const size of [most / 10, most]) {
  for (; calls < size; calls += together) await writeCalls(projectId);
  await checkpoint(await ownChains(), new Date());
  speeds.push(await verified());
}
const [small = 0, large = 0] = speeds;
console.log(`a row of the tenfold record costs ${(small / large).toFixed(2)} times as much`);
await closePools();
