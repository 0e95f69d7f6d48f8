// Every way in which a message can end that needs no server, and the row it leaves.
import { forget } from "@/server/core/shared";
import { type Kind, ways } from "@/server/gateway/methods";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { recordPool } from "@/server/infra/pg";
import {
  badParams,
  type EraKind,
  type MessageScene,
  messageOf,
  type Said,
  type Seen,
} from "./message-scene";
import { withEnv } from "./two-doors";

export type Message = { kind: Kind; era: EraKind; said: Said };
type Row = Omit<Seen, "attempts">;

/** Who there is to send it: somebody who may, somebody whose role was taken, and a token of another endpoint. */
export type Stage = { scene: MessageScene; barred: MessageScene; elsewhere: string };

/** A way to end. `expected` null: the message cannot end so. */
export type Fate = {
  status(message: Message): number;
  run(stage: Stage, message: Message): Promise<number>;
  expected(message: Message): Row | null;
};

const isPost = ({ said }: Message) => said.verb === "POST";

/** How the record names it: as itself to who is known, otherwise as it was sent. */
function nameOf({ kind }: Message): string {
  if (kind === "unknown") return "unknown";
  if (kind === "notice") return "notifications";
  return ways[kind].method;
}

/** Refused before anybody asked who sent it. */
function unread(
  code: string,
  person: string | null,
  when = (_: Message) => true,
): Fate["expected"] {
  return (message) => {
    if (!when(message)) return null;
    const method = message.said.verb;
    const isToken = ["no_token", "invalid_token", "wrong_endpoint"].includes(code);
    return { method, outcome: "denied", reason: isToken ? "unauthenticated" : code, code, person };
  };
}

/** Refused to somebody who is known. */
function refused(code: string, when = (_: Message) => true): Fate["expected"] {
  return (message) =>
    when(message)
      ? { method: nameOf(message), outcome: "denied", reason: code, code, person: "Ada" }
      : null;
}

const send =
  (headers: Said["headers"], change: (said: Said) => Partial<Said> = () => ({})): Fate["run"] =>
  ({ scene }, { said }) =>
    scene.say({ ...said, headers: { ...said.headers, ...headers }, ...change(said) });

const under =
  (change: Parameters<typeof withEnv>[0]): Fate["run"] =>
  ({ scene }, { said }) =>
    withEnv(change, () => scene.say(said));

const answered: Partial<Record<Kind, number>> = { cancelled: 202, notice: 202, end: 204 };
const rpcError = ({ kind, era }: Message) => (kind === "unknown" && era === "E26" ? 404 : 200);
const denied = (message: Message): Row => ({
  ...{ method: ways[message.kind].method, outcome: "denied", person: "Ada" },
  ...(message.kind === "unknown"
    ? { method: "prompts/list", reason: "unknown_method", code: "unknown_method" }
    : { reason: "invalid_params", code: "invalid_params" }),
});

export const fates: Record<string, Fate> = {
  "no token": {
    status: () => 401,
    run: send({ authorization: null }),
    expected: unread("no_token", null),
  },
  "an invalid token": {
    status: () => 401,
    run: send({ authorization: "Bearer nobodys" }),
    expected: unread("invalid_token", null),
  },
  "a token of another endpoint": {
    status: () => 401,
    run: (stage, message) => send({ authorization: `Bearer ${stage.elsewhere}` })(stage, message),
    expected: unread("wrong_endpoint", "Ada"),
  },
  "a foreign origin": {
    status: () => 403,
    run: send({ origin: "https://evil.example" }),
    expected: unread("foreign_origin", "Ada"),
  },
  "another verb": {
    status: () => 405,
    run: send({}, () => ({ verb: "PUT", body: null })),
    expected: (message) => ({ ...unread("wrong_verb", "Ada")(message), method: "unknown" }) as Row,
  },
  "another media type": {
    status: () => 415,
    run: send({ "content-type": "text/plain" }),
    expected: unread("wrong_type", "Ada", isPost),
  },
  "an answer it could not take": {
    status: () => 406,
    run: send({ accept: "text/html" }),
    expected: (message) =>
      message.kind === "stream"
        ? refused("wrong_type")(message)
        : unread("wrong_type", "Ada", isPost)(message),
  },
  "too large": {
    status: () => 413,
    run: under({ LIMIT_REQUEST_BYTES: 8 }),
    expected: unread("too_large", "Ada", isPost),
  },
  malformed: {
    status: () => 400,
    run: send({}, ({ body }) => ({ body: `${body}}` })),
    expected: unread("malformed", "Ada", isPost),
  },
  "header and body differ": {
    status: () => 400,
    run: send({ "mcp-method": "tools/delete" }),
    expected: refused("header_mismatch", ({ era }) => era === "E26"),
  },
  "a version we do not speak": {
    status: () => 400,
    run: send({ "mcp-protocol-version": "2024-01-01" }),
    expected: refused("unsupported_version", (one) => one.era === "E25" && isPost(one)),
  },
  "no session": {
    status: () => 400,
    run: send({ "mcp-session-id": null }),
    expected: refused("no_session", ({ kind, era }) => era === "E25" && kind !== "initialize"),
  },
  "a session that ended": {
    status: () => 404,
    run: send({ "mcp-session-id": "gone" }),
    expected: refused("no_session", ({ kind, era }) => era === "E25" && kind !== "initialize"),
  },
  "a role that does not reach": {
    status: () => 403,
    run: ({ barred }, { kind, era }) => barred.say(messageOf(kind, era, barred.session)),
    expected: (message) => {
      const row = refused("not_permitted")(message);
      return row && message.kind === "unknown" ? { ...row, method: "prompts/list" } : row;
    },
  },
  "an endpoint switched off": {
    status: () => 403,
    run: async ({ scene }, { said }) => {
      await setOff(scene, new Date());
      return scene.say(said).finally(() => setOff(scene, null));
    },
    expected: (message) => {
      const row = refused("endpoint_off")(message);
      return row && message.kind === "unknown" ? { ...row, method: "prompts/list" } : row;
    },
  },
  "too often": {
    status: () => 429,
    run: async (stage, message) => {
      await stage.scene.say(messageOf("ping", "E25", stage.scene.session));
      return under({ LIMIT_CALLS_PER_MINUTE: 0 })(stage, message);
    },
    expected: refused("rate_limited"),
  },
  "too many at once": {
    status: () => 429,
    run: under({ LIMIT_CONCURRENT_PER_GRANT: 0 }),
    expected: refused("busy"),
  },
  "bad params": {
    status: rpcError,
    run: ({ scene }, { kind, era }) =>
      scene.say(messageOf(kind, era, scene.session, badParams[kind])),
    expected: (message) =>
      badParams[message.kind] || message.kind === "unknown" ? denied(message) : null,
  },
  "a record that cannot be written": {
    status: () => 503,
    run: async ({ scene }, { said }) => {
      await recordPool().end();
      return scene.say(said).finally(() => forget("pg.record"));
    },
    expected: (message) =>
      ways[message.kind].recorded === "each"
        ? {
            ...{ method: nameOf(message), outcome: "failed", person: "Ada" },
            ...{ reason: "unavailable", code: "unavailable" },
          }
        : null,
  },
  answered: {
    status: ({ kind }) => answered[kind] ?? 200,
    run: ({ scene }, { said }) => scene.say(said),
    expected: ({ kind }) =>
      kind === "unknown"
        ? null
        : {
            ...{ method: ways[kind].method, outcome: "ok", reason: null, code: null },
            person: "Ada",
          },
  },
};

async function setOff(scene: MessageScene, disabledAt: Date | null): Promise<void> {
  await db().mcpEndpoint.update({
    where: { id: scene.corridor.endpoint.id },
    data: { disabledAt },
  });
  await bus().settled();
}
