// Answers that are large, many at once, and servers that never end one (security: T54, T104).
import { expect, test, vi } from "vitest";
import { LargeAnswer } from "@/server/infra/large-answers";
import { idOf, startCannedUpstream, startRawUpstream } from "@/server/testing/canned-upstream";
import { adopt, closeUpstreams, echo, targetOf, until } from "@/server/testing/upstream-calls";
import { callUpstream } from "./call";

vi.setConfig({ testTimeout: 30_000 });
closeUpstreams();

const mega = 1 << 20;
const half = 16 * mega;

const big = (bytes: number) =>
  startCannedUpstream({
    era: "E26",
    tools: [],
    call: () =>
      `{"content":[{"type":"text","text":"${"x".repeat(bytes)}"}],"resultType":"complete"}`,
  });

test("forty at once arrive whole, never more of them held than fit", async () => {
  const upstream = await adopt(big(3 * mega));
  const target = targetOf(upstream, { era: "E26" });
  let held = 0;
  let most = 0;
  const one = async () => {
    const large = new LargeAnswer(target.serverId);
    const answer = await callUpstream(target, { ...echo("x"), large });
    expect(large.isHeld).toBe(true);
    held += large.bytes;
    most = Math.max(most, held);
    expect(answer.raw.length).toBeGreaterThan(3 * mega);
    await new Promise((resolve) => setImmediate(resolve));
    held -= large.bytes;
    large.release();
  };
  await Promise.all(Array.from({ length: 40 }, one));
  expect(most).toBeLessThanOrEqual(half);
  expect(most).toBeGreaterThan(6 * mega);
});

test("small ones take no room", async () => {
  const upstream = await adopt(big(1_000));
  const large = new LargeAnswer(upstream.hostPort);
  await callUpstream(targetOf(upstream, { era: "E26" }), { ...echo("x"), large });
  expect(large.isHeld).toBe(false);
});

test("a server that never ends its answers keeps nobody else's back", async () => {
  let begun = 0;
  const evil = await adopt(
    startRawUpstream((request, response) => {
      const announced = { "content-type": "application/json", "content-length": 9 * mega };
      response.writeHead(200, announced);
      response.write(`{"jsonrpc":"2.0","id":${idOf(request)},"result":{"x":"${"y".repeat(mega)}`);
      begun++;
    }),
  );
  const good = await adopt(big(3 * mega));
  const stops = Array.from({ length: 8 }, () => new AbortController());
  const stuck = stops.map(async ({ signal }) => {
    const large = new LargeAnswer(evil.hostPort);
    const call = { ...echo("x"), signal, large };
    await expect(callUpstream(targetOf(evil, { era: "E26" }), call)).rejects.toThrow("enough");
    large.release();
  });
  await until(() => begun === 8);
  for (let turn = 0; turn < 5; turn++) {
    const large = new LargeAnswer(good.hostPort);
    const answer = await callUpstream(targetOf(good, { era: "E26" }), { ...echo("x"), large });
    expect(answer.raw.length).toBeGreaterThan(3 * mega);
    large.release();
  }
  for (const stop of stops) stop.abort(new Error("enough"));
  await Promise.all(stuck);
});
