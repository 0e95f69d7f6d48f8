// Every way a call of a tool can end, and the rows it leaves.
import { request as httpRequest } from "node:http";
import { expect } from "vitest";
import { POST as nextRoute } from "@/app/mcp/[endpoint]/route";
import { db } from "@/server/infra/db";
import type { CallScene, EraKind, Mood, Row } from "./call-scene";
import { addAccess, setFilters } from "./corridor";
import { type Ask, Questions, withEnv } from "./two-doors";

export type Door = { ask: Ask; isNode: boolean };

type CallFate = {
  make(scene: CallScene, era: EraKind, door: Door): Promise<unknown>;
  /** How many start rows: none for what never could reach the server. */
  starts: 0 | 1;
  row: Omit<Row, "era">;
};

const allowed = { decision: "allowed", reason: null, attempts: 1, tool: "echo" } as const;
const denied = (code: string, tool: string | null): CallFate["row"] => ({
  ...{ decision: "denied", outcome: "denied", reason: code, code, attempts: 1, tool },
});

const call =
  (tool: unknown, args: object = {}): CallFate["make"] =>
  (scene, era, { ask }) =>
    ask(scene.question(era, tool, args));

const echo = call("echo", { text: "hi" });

const whenRaw =
  (mood: Mood): CallFate["make"] =>
  async (scene, era, door) => {
    scene.mood = mood;
    await scene.setServer({ url: scene.raw.url });
    await withEnv({ UPSTREAM_TOTAL_MS: 400 }, async () => echo(scene, era, door));
  };

const failed = (code: string): CallFate["row"] => ({ ...allowed, outcome: "failed", code });

export const callFates: Record<string, CallFate> = {
  answered: { make: echo, starts: 1, row: { ...allowed, outcome: "ok", code: null } },
  "the tool says that it failed": {
    make: call("fail"),
    starts: 1,
    row: { ...allowed, tool: "fail", outcome: "tool_error", code: null },
  },
  "the server answers with an error": {
    make: whenRaw("error"),
    starts: 1,
    row: failed("-32050"),
  },
  "the server answers somebody else": {
    make: whenRaw("garbage"),
    starts: 1,
    row: failed("upstream_invalid"),
  },
  "the server does not answer in time": {
    make: whenRaw("silence"),
    starts: 1,
    row: { ...failed("upstream_timeout"), outcome: "timed_out" },
  },
  "the server cannot be reached": {
    make: async (scene, era, door) => {
      await scene.setServer({ url: "http://127.0.0.1:9/mcp" });
      await echo(scene, era, door);
    },
    starts: 1,
    row: failed("upstream_unreachable"),
  },
  "the answer is too large": {
    make: (scene, era, door) =>
      withEnv({ LIMIT_UPSTREAM_BYTES: 4_096 }, async () =>
        call("large", { bytes: 40_000 })(scene, era, door),
      ),
    starts: 1,
    row: { ...failed("upstream_too_large"), tool: "large" },
  },
  "the server needs a sign-in": {
    make: async (scene, era, door) => {
      await scene.setServer({ authMethod: "bearer" });
      await echo(scene, era, door);
    },
    starts: 1,
    row: failed("connection_required"),
  },
  "the client cancels": {
    make: (scene, era, door) =>
      era === "E25" ? cancelByMessage(scene, door) : hangUp(scene, door),
    starts: 1,
    row: { ...allowed, tool: "slow", outcome: "cancelled", code: "cancelled" },
  },
  "access ends meanwhile": {
    make: revokeMeanwhile,
    starts: 1,
    row: { ...allowed, tool: "slow", outcome: "revoked", code: "revoked" },
  },
  "no tool of this name": {
    make: call("nothing"),
    starts: 0,
    row: denied("unknown_tool", "nothing"),
  },
  "a name that is none": { make: call(7), starts: 0, row: denied("invalid_params", null) },
  "a filter that cannot work": {
    make: async (scene, era, door) => {
      await setFilters(scene.corridor.endpoint.id, ["NO_SUCH_TYPE"], null);
      await echo(scene, era, door);
    },
    starts: 0,
    row: denied("filter_failed", "echo"),
  },
};

const forLong = { steps: 200, ms: 50 };

async function underWay(
  scene: CallScene,
  begin: () => Promise<unknown>,
): Promise<Promise<unknown>[]> {
  const before = scene.upstream.executed.length;
  const calling = begin();
  calling.catch(() => {});
  await expect.poll(() => scene.upstream.executed.length).toBe(before + 1);
  return [calling];
}

async function cancelByMessage(scene: CallScene, { ask }: Door): Promise<void> {
  const [calling] = await underWay(scene, () => ask(scene.question("E25", "slow", forLong)));
  const body = '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}';
  await ask(scene.say.post(body, { "mcp-session-id": scene.say.session }));
  await calling;
}

/** 2026-07-28: who closes the connection cancels. */
async function hangUp(scene: CallScene, { isNode }: Door): Promise<void> {
  const { headers, body } = scene.question("E26", "slow", forLong);
  const url = `${scene.node.origin}/mcp/${scene.corridor.endpoint.slug}`;
  const flat = Object.fromEntries(Object.entries(headers ?? {}).map(([k, v]) => [k, String(v)]));
  const leaving = new AbortController();
  const text = String(body);
  const init = { method: "POST", headers: { ...flat, host: scene.node.host } };
  await underWay(scene, () =>
    isNode
      ? sent(url, init, text, leaving.signal)
      : nextRoute(new Request(url, { ...init, body: text, signal: leaving.signal }), {
          params: Promise.resolve({ endpoint: scene.corridor.endpoint.slug }),
        }),
  );
  leaving.abort();
}

function sent(
  url: string,
  init: { method: string; headers: Record<string, string> },
  body: string,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const { port, pathname } = new URL(url);
    const options = { ...init, host: "127.0.0.1", port, path: pathname, signal };
    httpRequest(options)
      .on("error", () => resolve())
      .end(body);
  });
}

async function revokeMeanwhile(scene: CallScene, era: EraKind, { ask }: Door): Promise<void> {
  const { projectId, endpoint } = scene.corridor;
  const mine = await addAccess({ projectId, endpointId: endpoint.id, role: "member" });
  const say = new Questions({ ...scene.corridor, ...mine });
  await say.begin(ask);
  const params = { name: "slow", arguments: forLong };
  const question =
    era === "E25" ? say.legacy("tools/call", params) : say.modern("tools/call", params);
  const [calling] = await underWay(scene, () => ask(question));
  await db().oAuthGrant.update({ where: { id: mine.grantId }, data: { revokedAt: new Date() } });
  await calling;
}
