import type { CallDetail } from "./call-json";

/** Pages on which something can be done about an error. */
export type Place = "endpoint" | "server" | "signIn" | "roles";
type Suggestion = { text: string; place?: Place };

const byCode: Record<string, Suggestion> = {
  not_permitted: {
    text: "If they should use this endpoint, give them a role with a rule that reaches its name.",
    place: "roles",
  },
  endpoint_off: {
    text: "Turn the endpoint on again if clients should use it.",
    place: "endpoint",
  },
  unknown_tool: {
    text: "The endpoint does not expose a tool of this name. Turn it on there if the client should have it.",
    place: "endpoint",
  },
  invalid_params: {
    text: "The client sent a call that the protocol does not allow. Update the client.",
  },
  connection_required: {
    text: "The server needs a sign-in: of the caller, under Connections, where each person has an own account; otherwise on the server's page.",
    place: "signIn",
  },
  upstream_unreachable: {
    text: "Check the server on its page, and whether its address is still right.",
    place: "server",
  },
  upstream_timeout: {
    text: "The server was too slow. Try again; if it stays slow, ask who runs it.",
    place: "server",
  },
  upstream_invalid: {
    text: "The server answered with something that is not MCP. Ask who runs it.",
    place: "server",
  },
  upstream_too_large: {
    text: "The server's answer is larger than we pass on. Ask for less at once.",
  },
  upstream_redirect: {
    text: "The server has moved. Enter the address it moved to in its settings.",
    place: "server",
  },
  egress_blocked: {
    text: "The server's address is private. An administrator of the installation can allow it.",
    place: "server",
  },
  filter_failed: {
    text: "Look at the endpoint's filters: this version may not know a type they name. Save them again.",
    place: "endpoint",
  },
  rate_limited: { text: "The client called too often. It may go on after a moment." },
  no_token: {
    text: "Nothing is lost: a client that is new here asks without a token first. If they go on, look who sends them.",
  },
  invalid_token: {
    text: "The client must be authorized again. If nobody knows these requests, look who sends them.",
    place: "endpoint",
  },
  wrong_endpoint: {
    text: "The token is for another address. Connect the client to this one if it should use it.",
    place: "endpoint",
  },
  unknown_method: {
    text: "The client asked for something that Gatehouse does not pass on. It can go on without.",
  },
  busy: {
    text: "Nothing is lost: the client may try again. If it stays so, look what keeps the calls under way.",
  },
  foreign_origin: {
    text: "If the page is yours, connect through its own server. Otherwise nothing needs to be done: it was kept out.",
  },
  malformed: {
    text: "Look who sends this: it is no MCP client, or one that is out of order. Update the client.",
  },
  header_mismatch: {
    text: "Something between the client and here changes its headers, or the client is out of order. Update the client.",
  },
  unsupported_version: {
    text: "Update the client: it speaks a revision of MCP that is not spoken here.",
  },
  no_session: {
    text: "Nothing is lost: the client opens a new session by itself. If it does not, reconnect it.",
  },
  wrong_verb: {
    text: "Look at the client's address and transport: it has to speak Streamable HTTP.",
  },
  wrong_type: {
    text: "Look at the client's transport: it has to send JSON, and to take JSON and event streams.",
  },
  too_large: {
    text: "Ask for less at once, or let the installation's administrator raise the limit.",
  },
  unavailable: {
    text: "Look at the database: without its record Gatehouse does nothing. The client may try again.",
  },
  internal: {
    text: "Look for the request id in Gatehouse's log: the cause stands there.",
  },
  unknown: {
    text: "Look at the server whether the call took effect before making it again.",
    place: "server",
  },
};

const byOutcome: Partial<Record<CallDetail["outcome"], Suggestion>> = {
  tool_error: {
    text: "The tool itself answered so. Its answer stands below, with what it was asked.",
  },
  timed_out: {
    text: "The server did not answer in time. Look there whether the call took effect before making it again.",
    place: "server",
  },
  cancelled: {
    text: "The client no longer waited for the answer. Nothing needs to be done.",
  },
  revoked: {
    text: "The access ended while the call was under way. The client must be authorized again.",
    place: "endpoint",
  },
  unknown: {
    text: "Look at the server whether the call took effect before making it again.",
    place: "server",
  },
  failed: {
    text: "Try again. If it stays, quote the request id to who runs the server.",
    place: "server",
  },
};

/** The one thing to do about a call that did not go well; null for one that did. */
export function suggestionFor({
  errorCode,
  outcome,
}: Pick<CallDetail, "errorCode" | "outcome">): Suggestion | null {
  const known = errorCode !== null && Object.hasOwn(byCode, errorCode) ? byCode[errorCode] : null;
  return known ?? byOutcome[outcome] ?? null;
}
