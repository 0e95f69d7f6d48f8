"use client";

import { parseAsString, useQueryState } from "nuqs";
import { useCallback } from "react";

/** The call that is open, in the address: shareable, and Back closes it. */
export function useOpenCall() {
  const [id, setId] = useQueryState("call", parseAsString);
  const open = useCallback((call: string) => void setId(call, { history: "push" }), [setId]);
  return {
    id,
    open,
    /** From one call to the next, without a step in the history for each. */
    turnTo: (call: string) => void setId(call, { history: "replace" }),
    close: () => void setId(null, { history: "replace" }),
  };
}
