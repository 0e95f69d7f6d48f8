"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { serverStatuses } from "@/server/servers/schema";
import type { ServerRow } from "./types";

const parsers = {
  q: parseAsString.withDefault(""),
  status: parseAsStringLiteral([...serverStatuses, "disabled"]),
  signIn: parseAsStringLiteral(["none", "shared", "personal"]),
};

/** The list's filter, kept in the address. */
export function useServerFilter() {
  const [filter, setFilter] = useQueryStates(parsers);
  const words = filter.q.trim().toLowerCase();
  const matches = (server: ServerRow): boolean => {
    const text = `${server.name} ${server.host} ${server.description}`.toLowerCase();
    return (
      text.includes(words) &&
      (!filter.status || filter.status === statusOf(server)) &&
      (!filter.signIn || filter.signIn === signInOf(server))
    );
  };
  const active = words !== "" || filter.status !== null || filter.signIn !== null;
  const clear = () => void setFilter({ q: null, status: null, signIn: null });
  return { filter, setFilter, matches, active, clear };
}

function statusOf(server: ServerRow) {
  return server.disabledAt ? "disabled" : server.status;
}

function signInOf(server: ServerRow) {
  return server.authMethod === "none" ? "none" : server.credentialMode;
}
