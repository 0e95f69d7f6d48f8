import type { CallDetail } from "./call-json";

/** Why a message went no further, as it stands in the record. */
export const reasons: Record<string, string> = {
  unknown_tool: "the endpoint exposes no tool of this name",
  unknown_method: "there is no such method here",
  invalid_params: "the call was not well-formed",
  filter_failed: "the endpoint's filter could not read it, and nothing passes unread",
  not_permitted: "no rule of the person's roles reached the endpoint",
  endpoint_off: "the endpoint was switched off",
  unauthenticated: "it came without a token that is valid for this endpoint",
  rate_limited: "more came within a minute than one client may send",
  busy: "more were under way at once than there is room for",
  foreign_origin: "it came from a web page of another origin, or to another host name",
  malformed: "it was no message of the protocol",
  header_mismatch: "its headers and its body did not agree",
  unsupported_version: "it spoke a revision of the protocol that is not spoken here",
  no_session: "it belonged to no session that is open",
  wrong_verb: "it used an HTTP method that is not answered here",
  wrong_type: "it was sent as, or asked for, a media type that is not spoken here",
  too_large: "it was larger than a message may be",
  unavailable: "the record could not be written, and nothing is done unrecorded",
  internal: "Gatehouse failed; its log has the cause, by the request id",
};

const withoutToken = ["no_token", "invalid_token", "wrong_endpoint"];

/** What the record calls a refusal: the reason, but where it tells more exactly. */
export const errorCodes = Object.keys(reasons).flatMap((reason) =>
  reason === "unauthenticated" ? withoutToken : reason,
);

type Decided = Pick<
  CallDetail,
  "decision" | "decisionReason" | "userName" | "endpointName" | "method"
>;

/** What was decided, in a sentence. */
export function decisionSentence(call: Decided): string {
  const { decision, decisionReason, userName, endpointName, method } = call;
  const who = userName ?? "The person";
  if (decision === "denied") {
    const why = decisionReason ? (reasons[decisionReason] ?? decisionReason) : "no rule allows it";
    return `Denied before it reached ${method === "tools/call" ? "the server" : "anything"}: ${why}.`;
  }
  const could = `Allowed: ${who} could connect to ${endpointName}`;
  return method === "tools/call" ? `${could}, and the tool was turned on there.` : `${could}.`;
}
