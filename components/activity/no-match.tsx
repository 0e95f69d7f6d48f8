import { SearchX } from "lucide-react";
import { formatAbsolute } from "@/components/data/format";
import { useTimeZone } from "@/components/data/time-zone";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { spanLabels } from "./time-range";
import type { CallFilterState } from "./use-call-filter";

/** Nothing found: in which time, and how to look wider. */
export function NoMatch({ state }: { state: CallFilterState }) {
  const zone = useTimeZone();
  const { within, from, to } = state.filter;
  const at = (moment: string) => formatAbsolute(new Date(moment), zone);
  const between = `${from ? `from ${at(from)}` : "until now"}${to ? ` to ${at(to)}` : ""}`;
  const time = within ? `in the ${spanLabels[within].toLowerCase()}` : between;
  return (
    <Empty
      icon={SearchX}
      title="No call matches"
      action={
        <div className="flex flex-wrap justify-center gap-2">
          {state.isFiltered ? <Button onClick={state.clear}>Clear filters</Button> : null}
          {within === "90d" ? null : (
            <Button
              variant="secondary"
              onClick={() => state.set({ within: "90d", from: null, to: null })}
            >
              Look at the last 90 days
            </Button>
          )}
        </div>
      }
    >
      {state.isFiltered ? "No call with these filters was made " : "No call was made "}
      {time}.
    </Empty>
  );
}
