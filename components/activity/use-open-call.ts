"use client";

import { parseAsString, useQueryState } from "nuqs";

/** The call that is open, in the address: shareable, and Back closes it. */
export function useOpenCall() {
  const [id, setId] = useQueryState("call", parseAsString);
  return {
    id,
    open: (call: string) => void setId(call, { history: "push" }),
    /** From one call to the next, without a step in the history for each. */
    turnTo: (call: string) => void setId(call, { history: "replace" }),
    close: () => void setId(null, { history: "replace" }),
  };
}
