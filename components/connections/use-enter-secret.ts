"use client";

import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import { EnterCredential } from "@/server/credentials/schema";
import type { Account } from "./types";

/** Sends a token or key of one's own to be checked at the server and kept; `refused` says what is wrong with it. */
export function useEnterSecret(account: Account, onKept: () => void) {
  const trpc = useTRPC();
  const enter = useMutation(trpc.connections.enter.mutationOptions({ onSuccess: () => onKept() }));
  const submit = (secret: string): string | undefined => {
    const parsed = EnterCredential.safeParse(inputOf(account, secret));
    if (!parsed.success) return parsed.error.issues[0]?.message;
    enter.mutate(parsed.data);
    return undefined;
  };
  return {
    submit,
    pending: enter.isPending,
    refused: enter.error ? messageOf(enter.error) : undefined,
    forget: enter.reset,
  };
}

function inputOf({ server, method, headerName }: Account, secret: string) {
  const authentication =
    method === "header"
      ? { method, name: headerName ?? "", value: secret }
      : { method: "bearer", token: secret };
  return { server: server.id, authentication };
}
