"use client";

import { useQuery } from "@tanstack/react-query";
import { parseAsString, useQueryState } from "nuqs";
import { useTRPC } from "@/components/trpc/client";
import { AttemptBanner } from "./attempt-banner";

/** What the sign-in came to from which the person returns, as the address names it. */
export function ReturnNotice() {
  const trpc = useTRPC();
  const [id] = useQueryState("attempt", parseAsString);
  const options = trpc.connections.attempt.queryOptions({ id: id ?? "" });
  // An address that was made up, or is older than ten minutes, tells nothing.
  const query = useQuery({ ...options, enabled: id !== null, retry: false });
  return <AttemptBanner notice={query.data} />;
}
