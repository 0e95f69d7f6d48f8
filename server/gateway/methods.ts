// In: nothing. Out: everything a client can say here, each with its place in the record. Promises that a message which is
// not in this table is answered as unknown, and that one without a declared place does not compile (security: T96).

type Era = "E25" | "E26";

/**
 * `each`: a row for every message, whatever comes of it. `refusals`: a row only for a message that was refused or failed;
 * `because` says why the others need none.
 */
type Place = { recorded: "each" } | { recorded: "refusals"; because: string };

type Way = { method: string; eras: readonly Era[] } & Place;

const each = { recorded: "each" } as const;
const both = ["E25", "E26"] as const;

/** Requests that are answered from what is stored. */
const own = {
  initialize: { method: "initialize", eras: ["E25"], ...each },
  discover: { method: "server/discover", eras: ["E26"], ...each },
  list: { method: "tools/list", eras: both, ...each },
  listen: { method: "subscriptions/listen", eras: ["E26"], ...each },
  ping: {
    ...{ method: "ping", eras: ["E25"], recorded: "refusals" },
    because: "It asks whether we are there, and learns nothing else.",
  },
  log_level: {
    ...{ method: "logging/setLevel", eras: ["E25"], recorded: "refusals" },
    because: "It chooses how much a client hears of its later calls, which have rows.",
  },
} as const satisfies Record<string, Way>;

/** All others. A name in brackets stands for what has no method of its own. */
const others = {
  call: { method: "tools/call", eras: both, ...each },
  stream: { method: "GET", eras: ["E25"], ...each },
  end: { method: "DELETE", eras: ["E25"], ...each },
  unknown: { method: "(any other request)", eras: both, ...each },
  cancelled: {
    ...{ method: "notifications/cancelled", eras: ["E25"], recorded: "refusals" },
    because: "The call that it ends has its outcome.",
  },
  notice: {
    ...{ method: "(any other notification, any response)", eras: both, recorded: "refusals" },
    because: "It is passed to nobody and changes nothing.",
  },
} as const satisfies Record<string, Way>;

export type OwnKind = keyof typeof own;

export const ways = { ...own, ...others };
export type Kind = keyof typeof ways;

const byMethod: Record<Era, ReadonlyMap<string, OwnKind>> = {
  E25: kindsOf("E25"),
  E26: kindsOf("E26"),
};

function kindsOf(era: Era): ReadonlyMap<string, OwnKind> {
  const all = Object.entries(own) as [OwnKind, Way][];
  return new Map(
    all.filter(([, { eras }]) => eras.includes(era)).map(([kind, way]) => [way.method, kind]),
  );
}

/** What of ours a method asks for in an era; undefined when there is no such method. */
export function ownKindOf(era: Era, method: string): OwnKind | undefined {
  return byMethod[era].get(method);
}

/** Whether a message that was answered has a row. */
export function isRecorded(kind: Kind): boolean {
  return ways[kind].recorded === "each";
}

const names: ReadonlySet<string> = new Set(Object.values(ways).map(({ method }) => method));

/** The method when it is one of the table; what a client made up is not repeated. */
export function knownName(method: string): string {
  if (names.has(method)) return method;
  return method.startsWith("notifications/") ? "notifications" : "unknown";
}
