"use client";

import { MonitorSmartphone } from "lucide-react";
import { Time } from "@/components/data/time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Item } from "@/components/ui/item";
import { deviceName } from "./device-name";
import { useRevoke } from "./use-revoke";

type Session = {
  id: string;
  ip: string | null;
  userAgent: string | null;
  createdAt: Date;
  lastSeenAt: Date;
  current: boolean;
};

export function SessionItem({ session }: { session: Session }) {
  const { one } = useRevoke();
  const device = deviceName(session.userAgent);
  return (
    <Item
      media={<MonitorSmartphone aria-hidden="true" />}
      title={
        <>
          {device}
          {session.current ? <Badge tone="accent">This device</Badge> : null}
        </>
      }
      description={
        <>
          {session.ip ? <span className="font-mono">{session.ip}</span> : "Address unknown"} · used{" "}
          <Time value={session.lastSeenAt} /> · signed in <Time value={session.createdAt} />
        </>
      }
      actions={
        session.current ? null : (
          <Button
            variant="secondary"
            size="sm"
            aria-label={`Sign out ${device}`}
            pending={one.isPending}
            onClick={() => one.mutate({ id: session.id })}
          >
            Sign out
          </Button>
        )
      }
    />
  );
}
