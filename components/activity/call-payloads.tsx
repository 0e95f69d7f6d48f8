import { CalendarX, Lock } from "lucide-react";
import { JsonView } from "@/components/data/json-view";
import { wordsOfDays } from "@/server/retention/schema";
import type { CallDetail } from "./call-json";
import { CallRedactions } from "./call-redactions";

export function CallPayloads({ call }: { call: CallDetail }) {
  if (call.attempts > 1)
    return (
      <p className="text-muted-foreground text-sm">
        Requests that are refused before they are looked into are counted together. What they sent
        is not kept.
      </p>
    );
  if (call.payloads === null) {
    return (
      <p className="flex items-center gap-2 rounded-lg border border-dashed px-3 py-4 text-muted-foreground text-sm">
        <Lock aria-hidden="true" className="size-4 shrink-0" />
        What was sent and answered needs the permission “activity: read payload”.
      </p>
    );
  }
  if (call.payloadsRemoved) return <Removed {...call.payloadsRemoved} />;
  const { request, response } = call.payloads;
  const redactions = call.redactions ?? [];
  const nothing = call.outcome === "running" ? "No answer yet." : "No answer was given.";
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
        <Side label="Request" payload={request} missing="Nothing was kept of the request." />
        <CallRedactions redactions={redactions} side="request" />
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
        <Side label="Response" payload={response} missing={nothing} />
        <CallRedactions redactions={redactions} side="response" />
      </div>
    </div>
  );
}

function Removed({ afterDays }: NonNullable<CallDetail["payloadsRemoved"]>) {
  const why =
    afterDays === null
      ? ", as the project's retention said then."
      : ` after ${wordsOfDays(afterDays)}, as the project's retention says.`;
  return (
    <p className="flex items-center gap-2 rounded-lg border border-dashed px-3 py-4 text-muted-foreground text-sm">
      <CalendarX aria-hidden="true" className="size-4 shrink-0" />
      The payload was removed{why}
    </p>
  );
}

type Payload = NonNullable<NonNullable<CallDetail["payloads"]>["request"]>;

function Side({
  label,
  payload,
  missing,
}: {
  label: string;
  payload: Payload | null;
  missing: string;
}) {
  if (!payload) return <p className="text-muted-foreground text-sm">{`${label}: ${missing}`}</p>;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
      <JsonView text={payload.body} label={label} />
      {payload.cut ? (
        <p className="text-muted-foreground text-xs">
          Only the beginning was kept: it was {payload.bytes.toLocaleString("en")} bytes long.
        </p>
      ) : null}
    </div>
  );
}
