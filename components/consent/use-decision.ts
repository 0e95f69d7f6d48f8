"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";

export type Progress = "asking" | "allowing" | "denying" | "leaving";

type Fault = { message: string; late: boolean; token: string };

/** Sends the decision and follows where the authorization server leads: to the client. */
export function useDecision(uid: string, token: string) {
  const router = useRouter();
  const [progress, setProgress] = useState<Progress>("asking");
  const [fault, setFault] = useState<Fault>();
  const decide = async (decision: "allow" | "deny", fields: Record<string, string> = {}) => {
    setFault(undefined);
    setProgress(decision === "allow" ? "allowing" : "denying");
    try {
      const continueTo = await send(uid, { token, decision, ...fields });
      setProgress("leaving");
      // The last hop may open an app and leave this page where it is.
      location.assign(continueTo);
    } catch (cause) {
      // An account was taken back meanwhile: the page shows which.
      if (cause instanceof AccountsError) router.refresh();
      const message = cause instanceof Error ? cause.message : "That did not work. Try again.";
      setFault({ message, late: cause instanceof LateError, token });
      setProgress("asking");
    }
  };
  // A page that was reloaded has another token, and nothing to do with what went wrong before.
  const current = fault?.token === token ? fault : undefined;
  const late = current?.late === true;
  return { progress, late, error: late ? undefined : current?.message, decide };
}

/** The form is older than it is good for; a new one can be had. */
class LateError extends Error {}

/** Not every account is connected. */
class AccountsError extends Error {}

async function send(uid: string, fields: Record<string, string>): Promise<string> {
  const response = await fetch(`/consent/${uid}/decide`, {
    method: "POST",
    body: new URLSearchParams(fields),
  }).catch(() => {
    throw new Error("Gatehouse did not answer. Check your connection and try again.");
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return String(answer.continueTo);
  const message = answer.message ?? "That did not work. Try again.";
  if (answer.reason === "late") throw new LateError(message);
  throw answer.reason === "accounts" ? new AccountsError(message) : new Error(message);
}
