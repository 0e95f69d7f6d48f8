"use client";

import { useQuery } from "@tanstack/react-query";
import { parseAsString, useQueryState } from "nuqs";
import { AttemptBanner } from "@/components/connections/attempt-banner";
import { useTRPC } from "@/components/trpc/client";

/** How the sign-in went from which the administrator has just returned (`?attempt=`). */
export function SignInNotice() {
  const trpc = useTRPC();
  const [id] = useQueryState("attempt", parseAsString);
  const query = useQuery(
    trpc.connections.attempt.queryOptions({ id: id ?? "" }, { enabled: id !== null }),
  );
  return <AttemptBanner notice={query.data} />;
}
