"use client";

import { Link2 } from "lucide-react";
import type { ReactNode } from "react";
import { formatAbsolute } from "@/components/data/format";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { nobody } from "@/server/audit/schema";
import { ChangeTable } from "./change-table";
import type { AuditFilterState } from "./use-audit-filter";
import type { AuditEvent } from "./use-events";

type EventDetailProps = { event: AuditEvent; onFilter: AuditFilterState["set"] };

/** One act in full: what changed, by whom and from where, and the way to everything like it. */
export function EventDetail({ event, onFilter }: EventDetailProps) {
  return (
    <div className="grid gap-4 rounded-lg border bg-card p-4 text-sm lg:grid-cols-[minmax(0,1fr)_minmax(16rem,22rem)]">
      <div className="grid min-w-0 content-start gap-3">
        <ChangeTable changes={event.changes} unchanged={event.unchanged} />
      </div>
      <div className="grid min-w-0 content-start gap-3 lg:border-l lg:pl-4">
        <Facts event={event} />
        <Links event={event} onFilter={onFilter} />
      </div>
    </div>
  );
}

function Facts({ event }: { event: AuditEvent }) {
  const { subject, requestId } = event;
  return (
    <dl className="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-3 gap-y-1.5">
      <Fact name="By">{event.person.name}</Fact>
      <Fact name="About">
        <span className="text-muted-foreground">{subject.word}</span> {subject.name}
      </Fact>
      <Fact name="Time">
        <span className="tabular-nums">{formatAbsolute(new Date(event.at), "UTC")} UTC</span>
      </Fact>
      <Fact name="From">
        <span className="font-mono text-xs">{event.ip ?? "not known"}</span>
      </Fact>
      {event.userAgent ? (
        <Fact name="Program">
          <span className="text-xs">{event.userAgent}</span>
        </Fact>
      ) : null}
      {requestId ? (
        <Fact name="Request">
          <span className="flex items-center gap-1">
            <code className="truncate font-mono text-xs">{requestId}</code>
            <CopyButton value={requestId} label="Copy request id" className="-my-1" />
          </span>
        </Fact>
      ) : null}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted-foreground">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

function Links({ event, onFilter }: EventDetailProps) {
  const { subject, person, requestId } = event;
  return (
    <div className="flex flex-wrap gap-2">
      {subject.id ? (
        <Button
          variant="secondary"
          size="sm"
          onClick={() => onFilter({ subject: subject.type, subjectId: subject.id })}
        >
          All about this {subject.type === "user" ? "person" : lowered(subject.word)}
        </Button>
      ) : null}
      <Button
        variant="secondary"
        size="sm"
        onClick={() => onFilter({ person: person.id ?? nobody })}
      >
        {person.id ? `All by ${person.name}` : "All by nobody signed in"}
      </Button>
      {requestId ? (
        <CopyButton value={() => linkTo(requestId)} icon={Link2} variant="secondary">
          Copy link
        </CopyButton>
      ) : null}
    </div>
  );
}

function lowered(word: string): string {
  // “AI client” keeps its capitals.
  return /^[A-Z][a-z]/.test(word) ? `${word.charAt(0).toLowerCase()}${word.slice(1)}` : word;
}

/** The log with the events of this one request. */
function linkTo(requestId: string): string {
  return `${location.origin}${location.pathname}?q=${encodeURIComponent(requestId)}`;
}
