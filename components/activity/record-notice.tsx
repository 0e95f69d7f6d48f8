"use client";

import { useQuery } from "@tanstack/react-query";
import { formatDate } from "@/components/data/format";
import { useNow } from "@/components/data/use-now";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { HoldBanner } from "@/components/retention/hold-banner";
import { useTRPC } from "@/components/trpc/client";
import { spans } from "@/server/activity/schema";
import type { CallFilterState } from "./use-call-filter";

/** What somebody should know of the record who reads it: that it is held, and where a search cannot look. */
export function RecordNotice({ state }: { state: CallFilterState }) {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const { data } = useQuery(trpc.retention.notice.queryOptions({ project }, { staleTime: 60_000 }));
  const mayReadPayload = usePermissions().can("activity.readPayload");
  const begin = useBegin(state);
  if (!data) return null;
  const { hold, payloadsSince } = data;
  const isHidden = state.filter.q && mayReadPayload && payloadsSince && begin < payloadsSince;
  return (
    <>
      {hold ? <HoldBanner hold={hold} /> : null}
      {isHidden ? (
        <p className="text-muted-foreground text-sm">
          What was sent and answered before {formatDate(payloadsSince, "UTC")} has been removed: of
          calls from before only names and errors are searched.
        </p>
      ) : null}
    </>
  );
}

/** The first moment that is searched, as far as it is known. */
function useBegin({ filter: { within, from } }: CallFilterState): Date {
  const now = useNow();
  if (from) return new Date(from);
  return within && now ? new Date(now.getTime() - spans[within] * 60_000) : new Date(0);
}
