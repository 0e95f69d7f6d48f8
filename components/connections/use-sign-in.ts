"use client";

import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import type { Account } from "./types";

/** Where the person goes on after the service's page. */
export type ReturnTo = { page: "connections" } | { page: "consent"; uid: string };

export type Leaving = { url: string; host: string };

/**
 * Begins a sign-in at a service. The browser leaves at once for a host that was shown before the press; any other host is
 * shown first, and `leave` goes there.
 */
export function useSignIn(
  { server, signInHost }: Account,
  returnTo: ReturnTo,
  onError?: (message: string) => void,
) {
  const trpc = useTRPC();
  const [ahead, setAhead] = useState<Leaving>();
  const [left, setLeft] = useState(false);
  useEffect(() => onReturn(() => setLeft(false)), []);
  const leave = ({ url }: Leaving) => {
    setLeft(true);
    // Not a form: the content security policy stops forms that end at another site.
    location.assign(url);
  };
  const begin = useMutation(
    trpc.connections.begin.mutationOptions({
      onSuccess: (found) => (found.host === signInHost ? leave(found) : setAhead(found)),
      onError: (error) => onError?.(messageOf(error)),
    }),
  );
  return {
    begin: () => begin.mutate({ server: server.id, mode: "personal", returnTo }),
    pending: begin.isPending || left,
    error: begin.error ? messageOf(begin.error) : undefined,
    /** Set when a press is needed to go there. */
    ahead,
    leave,
    forget: () => setAhead(undefined),
  };
}

/** Browsers bring a page back as it was left, when a person returns without signing in. */
function onReturn(then: () => void): () => void {
  const hear = (event: PageTransitionEvent) => event.persisted && then();
  addEventListener("pageshow", hear);
  return () => removeEventListener("pageshow", hear);
}
