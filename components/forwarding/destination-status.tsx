"use client";

import { CirclePause } from "lucide-react";
import { useNow } from "@/components/data/use-now";
import { StatusBadge, type StatusTone } from "@/components/ui/status-badge";
import type { ForwardingState } from "@/server/forwarding/schema";
import { formatLag } from "./lag-words";
import type { Destination } from "./types";

type DestinationStatusProps = { destination: Destination; pill?: boolean | undefined };

const tones: Record<ForwardingState, StatusTone> = {
  paused: "neutral",
  refused: "danger",
  failing: "danger",
  behind: "warning",
  up_to_date: "success",
  waiting: "neutral",
};

export function DestinationStatus({ destination, pill }: DestinationStatusProps) {
  const now = useNow();
  const { state } = destination;
  return (
    <StatusBadge
      tone={tones[state]}
      label={labelOf(destination, now)}
      icon={state === "paused" ? CirclePause : undefined}
      pill={pill}
    />
  );
}

function labelOf({ state, lag, failingSince }: Destination, now: Date | undefined): string {
  const since = (at: Date | null) => (at && now ? formatLag(now.getTime() - at.getTime()) : null);
  if (state === "paused") return "Paused";
  if (state === "refused") return "Refused";
  if (state === "failing") return ["Failing", since(failingSince)].filter(Boolean).join(" for ");
  if (state === "behind") return ["Behind", since(lag.since)].filter(Boolean).join(" by ");
  return state === "up_to_date" ? "Up to date" : "Waiting for a call";
}
