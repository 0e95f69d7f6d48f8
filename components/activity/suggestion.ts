const suggestions: Record<string, string> = {
  not_permitted:
    "If they should use this endpoint, give them a role with a rule that reaches its name.",
  endpoint_off: "Turn the endpoint on again if clients should use it.",
  unknown_tool:
    "The endpoint does not expose a tool of this name. Turn it on there if the client should have it.",
  invalid_params: "The client sent a call that the protocol does not allow. Update the client.",
  connection_required:
    "The server needs a sign-in: of the caller, under Connections, where each person has an own account; otherwise on the server's page.",
  upstream_unreachable: "Check the server on its page, and whether its address is still right.",
  upstream_timeout: "The server was too slow. Try again; if it stays slow, ask who runs it.",
  upstream_invalid: "The server answered with something that is not MCP. Ask who runs it.",
  upstream_too_large: "The server's answer is larger than we pass on. Ask for less at once.",
  egress_blocked:
    "The server's address is private. An administrator of the installation can allow it.",
  filter_failed:
    "Look at the endpoint's filters: this version may not know a type they name. Save them again.",
  rate_limited: "The client called too often. It may go on after a moment.",
  unknown: "Look at the server whether the call took effect before making it again.",
};

/** What one can do about an error; null when there is nothing better than its message. */
export function suggestionFor(code: string | null): string | null {
  return code !== null && Object.hasOwn(suggestions, code) ? (suggestions[code] ?? null) : null;
}
