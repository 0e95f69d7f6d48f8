"use client";

import { useState } from "react";
import { formatDuration } from "@/components/data/format";
import { Time } from "@/components/data/time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { AuditEvent } from "./use-events";

type Fact = AuditEvent["changes"][number]["after"];
type FactValueProps = { field: string; fact: Fact };

/** A recorded value as people read it; what is not there and what is empty are told apart. */
export function FactValue({ field, fact }: FactValueProps) {
  if (fact === undefined) return <Muted>not recorded</Muted>;
  if (fact === null) return <Muted>none</Muted>;
  if (fact === "") return <Muted>empty</Muted>;
  if (typeof fact === "boolean") return fact ? "Yes" : "No";
  if (typeof fact === "number") return numberOf(field, fact);
  if (typeof fact === "string") return instant.test(fact) ? <Time value={fact} absolute /> : fact;
  return <List items={fact} />;
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

function numberOf(field: string, value: number): string {
  if (!field.endsWith("Seconds")) return value.toLocaleString("en");
  const [days, hours] = [value / 86_400, value / 3_600];
  if (Number.isInteger(days)) return days === 1 ? "1 day" : `${days} days`;
  if (Number.isInteger(hours)) return hours === 1 ? "1 hour" : `${hours} hours`;
  return formatDuration(value * 1000);
}

function Muted({ children }: { children: string }) {
  return <span className="text-muted-foreground italic">{children}</span>;
}

const shownAtFirst = 12;

function List({ items }: { items: readonly string[] }) {
  const [all, setAll] = useState(false);
  if (items.length === 0) return <Muted>none</Muted>;
  const shown = all ? items : items.slice(0, shownAtFirst);
  return (
    <span className="flex flex-wrap items-center gap-1">
      {shown.map((item, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: recorded once, never reordered
        <Badge key={at} mono className="h-auto min-h-5 whitespace-normal break-all">
          {item}
        </Badge>
      ))}
      {shown.length < items.length ? (
        <Button variant="link" size="sm" onClick={() => setAll(true)}>
          and {items.length - shown.length} more
        </Button>
      ) : null}
    </span>
  );
}
