import type { Account } from "./types";

/** What pressing its button does to an account. */
export function actionLabel(state: Account["state"]): string {
  if (state === "not_connected") return "Connect";
  return state === "connected" ? "Re-authenticate" : "Reconnect";
}
