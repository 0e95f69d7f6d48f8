import { expect, test } from "vitest";
import { idOf, sendJson, startRawUpstream } from "@/server/testing/canned-upstream";
import { adopt, closeUpstreams, targetOf } from "@/server/testing/upstream-calls";
import { discover } from "@/server/upstream/discover";

closeUpstreams();

/** A server that refuses the newest revision so often, listing `supported` as what it takes instead. */
function refusing(times: number, supported: readonly string[]) {
  let refused = 0;
  return startRawUpstream((request, response) => {
    const answer = (member: string) =>
      sendJson(response, `{"jsonrpc":"2.0","id":${idOf(request)},${member}}`);
    if (request.rpcMethod === "server/discover" && refused++ < times)
      return answer(
        `"error":{"code":-32022,"message":"no","data":{"supported":${JSON.stringify(supported)},"requested":"2026-07-28"}}`,
      );
    if (request.rpcMethod === "server/discover")
      return answer('"result":{"supportedVersions":["2026-07-28"],"capabilities":{}}');
    if (request.rpcMethod === "initialize")
      return answer('"result":{"protocolVersion":"2025-11-25","capabilities":{}}');
    response.writeHead(202).end();
  });
}

test.each([
  ["a revision refused and offered at once is asked for again", 1, ["2026-07-28"], "E26", 2],
  ["but only once", 2, ["2026-07-28"], "E25", 2],
  ["a server that offers older revisions is greeted the old way", 1, ["2025-11-25"], "E25", 1],
] as const)("%s", async (_claim, times, supported, era, asked) => {
  const upstream = await adopt(refusing(times, supported));
  const found = await discover(targetOf(upstream));
  expect(found.era).toBe(era);
  expect(upstream.count("server/discover")).toBe(asked);
});
