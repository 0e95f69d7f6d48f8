"use client";

import { parseAsStringLiteral, useQueryState } from "nuqs";
import { ForbiddenState } from "@/components/data/forbidden-state";
import { TimeZone, useTimeZone } from "@/components/data/time-zone";
import { usePermissions } from "@/components/projects/use-permissions";
import { Page } from "@/components/ui/page";
import { PageHeader } from "@/components/ui/page-header";
import { ActivityControls } from "./activity-controls";
import { BesideDrawer } from "./beside-drawer";
import { CallHistogram } from "./call-histogram";
import { CallList } from "./call-list";
import { RecordNotice } from "./record-notice";
import { useCallFilter } from "./use-call-filter";
import { useCalls, useChoices, useHistogram } from "./use-calls";
import { useLive } from "./use-live";

export function ActivityView() {
  const zone = useTimeZone();
  const [chosen, setChosen] = useQueryState("zone", parseAsStringLiteral(["utc"]));
  const utc = {
    on: chosen === "utc",
    toggle: (on: boolean) => void setChosen(on ? "utc" : null),
  };
  const { denied } = usePermissions();
  return (
    <TimeZone value={utc.on ? "UTC" : zone}>
      <BesideDrawer>
        <Page width="full">
          <PageHeader
            title="Activity"
            description="Every call of every client: also the failed and the denied ones."
          />
          {denied("activity.read") ? (
            <ForbiddenState permission="activity.read" />
          ) : (
            <Calls utc={utc} />
          )}
        </Page>
      </BesideDrawer>
    </TimeZone>
  );
}

type CallsProps = { utc: { on: boolean; toggle: (on: boolean) => void } };

function Calls({ utc }: CallsProps) {
  const state = useCallFilter();
  const { to, q, error } = state.filter;
  // A search for text looks through many calls: not every five seconds.
  const live = useLive(Boolean(to || q || error));
  const query = useCalls(state.filter, live.active);
  const histogram = useHistogram(state.filter, live.active);
  const choices = useChoices(state.filter);
  const refresh = () => {
    void query.refetch();
    void histogram.refetch();
  };
  return (
    <>
      <ActivityControls
        state={state}
        choices={choices}
        live={live}
        utc={utc}
        refresh={{ pending: query.isRefetching && !live.active, act: refresh }}
      />
      <RecordNotice state={state} />
      <div ref={live.top} className="min-h-36">
        {histogram.data ? <CallHistogram data={histogram.data} onZoom={state.zoom} /> : null}
        {histogram.error && !histogram.data ? (
          <p className="text-muted-foreground text-sm">{histogram.error.message}</p>
        ) : null}
      </div>
      <CallList query={query} state={state} />
    </>
  );
}
