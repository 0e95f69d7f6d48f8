"use client";

import { useQuery } from "@tanstack/react-query";
import { Braces, ChevronDown, ChevronUp, Link2 } from "lucide-react";
import { useEffect, useEffectEvent } from "react";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Button } from "@/components/ui/button";
import { Sheet, SheetBody, SheetContent } from "@/components/ui/sheet";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Tooltip } from "@/components/ui/tooltip";
import { CallBody } from "./call-body";
import { callToJson } from "./call-json";
import { CopyAction } from "./copy-action";
import { useOpenCall } from "./use-open-call";

/** The open call. `ids` are the rows beside it, for J and K. */
export function CallDrawer({ ids }: { ids: readonly string[] }) {
  const { id, close, turnTo } = useOpenCall();
  const query = useCall(id);
  const here = id ? ids.indexOf(id) : -1;
  const previous = here > 0 ? ids[here - 1] : undefined;
  const next = here >= 0 ? ids[here + 1] : undefined;
  useTurning(
    () => next && turnTo(next),
    () => previous && turnTo(previous),
    id !== null,
  );
  const call = query.data;
  return (
    <Sheet open={id !== null} onOpenChange={(open) => open || close()}>
      <SheetContent
        size="lg"
        onOpenAutoFocus={focusSheet}
        title={<span className="font-mono">{call?.toolName ?? call?.method ?? "Call"}</span>}
        description={call?.serverName ? `${call.endpointName} → ${call.serverName}` : undefined}
        actions={
          <>
            <Turn label="Previous call" hint="K" icon={ChevronUp} to={previous} onTurn={turnTo} />
            <Turn label="Next call" hint="J" icon={ChevronDown} to={next} onTurn={turnTo} />
            <CopyAction label="Copy link" icon={Link2} text={() => location.href} />
            {call ? (
              <CopyAction label="Copy as JSON" icon={Braces} text={() => callToJson(call)} />
            ) : null}
          </>
        }
      >
        <SheetBody>
          <QueryState
            query={query}
            subject="The call"
            what="call"
            skeleton={<SkeletonRows rows={8} />}
          >
            {(found) => <CallBody call={found} />}
          </QueryState>
        </SheetBody>
      </SheetContent>
    </Sheet>
  );
}

// Not its first button: that one's tooltip would open, and take the first Escape for itself.
function focusSheet(event: Event) {
  event.preventDefault();
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
}

function useCall(id: string | null) {
  const trpc = useTRPC();
  const project = useProjectSlug();
  return useQuery(
    trpc.activity.get.queryOptions(
      { project, id: id ?? "" },
      {
        enabled: id !== null,
        refetchInterval: ({ state }) => (state.data?.outcome === "running" ? 2_000 : false),
      },
    ),
  );
}

function useTurning(onNext: () => void, onPrevious: () => void, active: boolean) {
  const turn = useEffectEvent((event: KeyboardEvent) => {
    const typing = event.target instanceof HTMLElement && event.target.matches("input, textarea");
    if (typing || event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.key === "j") onNext();
    if (event.key === "k") onPrevious();
  });
  useEffect(() => {
    if (!active) return;
    const onKey = (event: KeyboardEvent) => turn(event);
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [active]);
}

type TurnProps = {
  label: string;
  hint: string;
  icon: typeof ChevronUp;
  to: string | undefined;
  onTurn: (id: string) => void;
};

function Turn({ label, hint, icon: Icon, to, onTurn }: TurnProps) {
  return (
    <Tooltip content={`${label} (${hint})`}>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={label}
        aria-disabled={to === undefined}
        onClick={() => to && onTurn(to)}
      >
        <Icon aria-hidden="true" />
      </Button>
    </Tooltip>
  );
}
