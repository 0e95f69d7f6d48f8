"use client";

import { useState } from "react";

export type Progress = "asking" | "allowing" | "denying" | "leaving";

/** Sends the decision and follows where the authorization server leads: to the client. */
export function useDecision(uid: string, token: string) {
  const [progress, setProgress] = useState<Progress>("asking");
  const [error, setError] = useState<string>();
  const decide = async (decision: "allow" | "deny", fields: Record<string, string> = {}) => {
    setError(undefined);
    setProgress(decision === "allow" ? "allowing" : "denying");
    try {
      const continueTo = await send(uid, { token, decision, ...fields });
      setProgress("leaving");
      // The last hop may open an app and leave this page where it is.
      location.assign(continueTo);
    } catch (cause) {
      setError(cause instanceof Error ? cause.message : "That did not work. Try again.");
      setProgress("asking");
    }
  };
  return { progress, error, decide };
}

async function send(uid: string, fields: Record<string, string>): Promise<string> {
  const response = await fetch(`/consent/${uid}/decide`, {
    method: "POST",
    body: new URLSearchParams(fields),
  }).catch(() => {
    throw new Error("Gatehouse did not answer. Check your connection and try again.");
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return String(answer.continueTo);
  throw new Error(answer.message ?? "That did not work. Try again.");
}
