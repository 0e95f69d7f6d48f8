import { once } from "node:events";
import inspector from "node:inspector";
import process from "node:process";
import { expect, test } from "vitest";
import { exposingOption, requireUnexposed } from "@/server/infra/exposure";

test.each([
  ["--inspect", "--inspect"],
  ["--max-old-space-size=4096 --inspect=0.0.0.0:9229", "--inspect"],
  ["--inspect-brk", "--inspect-brk"],
  ["--heapsnapshot-signal=SIGUSR2", "--heapsnapshot-signal"],
  ["--heapsnapshot-near-heap-limit=3", "--heapsnapshot-near-heap-limit"],
  ["--heap-prof", "--heap-prof"],
  ["--report-on-fatalerror", "--report-on-fatalerror"],
  ["--report-uncaught-exception", "--report-uncaught-exception"],
  ["--abort-on-uncaught-exception", "--abort-on-uncaught-exception"],
])("with %j the memory could be read", (given, option) => {
  expect(exposingOption([given])).toBe(option);
});

test.each(["", "--max-old-space-size=4096", "--inspect-port=0", "--enable-source-maps"])(
  "with %j it could not",
  (given) => {
    expect(exposingOption([given])).toBeNull();
  },
);

test("a serving process does not open its inspector on a signal", async () => {
  requireUnexposed();
  const heard = once(process, "SIGUSR1");
  process.kill(process.pid, "SIGUSR1");
  await heard;
  expect(inspector.url()).toBeUndefined();
});
