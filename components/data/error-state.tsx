"use client";

import { RotateCcw, TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";

type ErrorStateProps = {
  /** What failed: "The servers could not be loaded". */
  title: string;
  /** The safe message of the error. */
  message?: string | undefined;
  requestId?: string | undefined;
  /** `h1` where it is all there is on the page. */
  heading?: "h1" | "h2" | undefined;
  onRetry?: (() => void) | undefined;
};

export function ErrorState({
  title,
  heading: Heading = "h2",
  message,
  requestId,
  onRetry,
}: ErrorStateProps) {
  return (
    <div
      role="alert"
      className="flex flex-col items-center gap-1 rounded-xl border border-dashed px-6 py-14 text-center"
    >
      <TriangleAlert aria-hidden="true" className="mb-2 size-5 text-danger" />
      <Heading className="font-medium text-base">{title}</Heading>
      {message ? (
        <p className="max-w-md text-balance text-muted-foreground text-sm">{message}</p>
      ) : null}
      {onRetry ? (
        <Button variant="secondary" className="mt-4" onClick={onRetry}>
          <RotateCcw aria-hidden="true" />
          Retry
        </Button>
      ) : null}
      {requestId ? (
        <p className="mt-3 flex items-center gap-1 text-muted-foreground text-xs">
          Request <code className="font-mono">{requestId}</code>
          <CopyButton value={requestId} label="Copy request id" />
        </p>
      ) : null}
    </div>
  );
}
