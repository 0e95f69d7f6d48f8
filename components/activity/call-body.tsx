import { Time } from "@/components/data/time";
import { AttemptsBadge } from "./attempts-badge";
import { CallDecision } from "./call-decision";
import { CallError } from "./call-error";
import type { CallDetail } from "./call-json";
import { CallPayloads } from "./call-payloads";
import { CallRelated } from "./call-related";
import { CallTiming } from "./call-timing";
import { CallWho } from "./call-who";
import { OutcomeBadge } from "./outcome-badge";

export function CallBody({ call }: { call: CallDetail }) {
  return (
    <div className="grid gap-6">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <OutcomeBadge outcome={call.outcome} pill />
        <AttemptsBadge attempts={call.attempts} />
        <span className="text-muted-foreground">
          <Time value={call.startedAt} absolute />
          {call.attempts > 1 && call.finishedAt ? (
            <>
              {" to "}
              <Time value={call.finishedAt} absolute />
            </>
          ) : null}
        </span>
      </div>
      <CallError call={call} />
      <CallWho call={call} />
      <CallDecision call={call} />
      <CallTiming call={call} />
      <CallPayloads call={call} />
      <CallRelated key={call.id} call={call} />
    </div>
  );
}
