import { formatDuration } from "@/components/data/format";
import { Section } from "@/components/ui/section";
import type { CallDetail } from "./call-json";

export function CallTiming({ call }: { call: CallDetail }) {
  // Requests that were counted together have no time of their own.
  if (call.durationMs === null || call.attempts > 1) return null;
  const upstream = Math.min(call.upstreamMs ?? 0, call.durationMs);
  const own = call.durationMs - upstream;
  const share = call.durationMs > 0 ? (upstream / call.durationMs) * 100 : 0;
  return (
    <Section title="Timing">
      <div className="grid gap-2 text-sm">
        <div aria-hidden="true" className="flex h-2 overflow-hidden rounded-full bg-accent">
          <span className="bg-primary" style={{ width: `${100 - share}%` }} />
        </div>
        <dl className="flex flex-wrap gap-x-6 gap-y-1 tabular-nums">
          <Part name="Gateway" value={formatDuration(own)} mark="bg-primary" />
          <Part
            name="Server"
            value={call.upstreamMs === null ? "not reached" : formatDuration(upstream)}
            mark="bg-accent border"
          />
          <Part name="Total" value={formatDuration(call.durationMs)} />
        </dl>
      </div>
    </Section>
  );
}

function Part({ name, value, mark }: { name: string; value: string; mark?: string }) {
  return (
    <div className="flex items-center gap-1.5">
      {mark ? <span aria-hidden="true" className={`size-2.5 rounded-sm ${mark}`} /> : null}
      <dt className="text-muted-foreground">{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
