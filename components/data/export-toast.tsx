"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { toast } from "sonner";
import { useTRPC } from "@/components/trpc/client";
import { Spinner } from "@/components/ui/spinner";
import type { ExportProgress } from "@/server/audit/schema";
import { type ExportedRows, progressWords } from "./export-progress-words";

const everyMs = 1_000;
/** Milliseconds after which an export that nobody has heard of was not begun. */
const patienceMs = 15_000;

const looks = {
  running: toast,
  done: toast.success,
  cancelled: toast.info,
  failed: toast.error,
  refused: toast.error,
};

/** Says how far an export has come until it is over. The file itself is the browser's business. */
export function ExportToast({ id, file }: { id: string; file: ExportedRows }) {
  const { exports } = useTRPC();
  const { data } = useQuery(
    exports.progress.queryOptions(
      { exportId: id },
      {
        gcTime: 0,
        refetchInterval: ({ state }) =>
          isOver(state.data) || (!state.data && state.dataUpdateCount > patienceMs / everyMs)
            ? false
            : everyMs,
      },
    ),
  );
  const say = useEffectEvent((progress: ExportProgress | null) => {
    const { title, description } = progressWords(progress, file);
    const under = isOver(progress) ? over : underWay;
    looks[progress?.state ?? "running"](title, { ...under, id, description });
  });
  useEffect(() => say(data ?? null), [data]);
  const isHeardOf = data != null;
  useEffect(() => {
    if (isHeardOf) return;
    const timer = setTimeout(() => toast.dismiss(id), patienceMs);
    return () => clearTimeout(timer);
  }, [isHeardOf, id]);
  // One that is over stays to be read; one that is under way cannot be followed from another page.
  const leave = useEffectEvent(() => {
    if (!isOver(data)) toast.dismiss(id);
  });
  useEffect(() => () => leave(), []);
  return null;
}

// Both name the same things: what is not named stays as it was.
const underWay = { icon: <Spinner />, duration: Number.POSITIVE_INFINITY };
const over = { icon: null, duration: 8_000 };

function isOver(progress: ExportProgress | null | undefined): boolean {
  return progress != null && progress.state !== "running";
}
