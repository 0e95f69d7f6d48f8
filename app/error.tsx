"use client";

import { ErrorState } from "@/components/data/error-state";

type ErrorPageProps = { error: Error & { digest?: string }; reset: () => void };

// The message of a server error never reaches the browser; its digest is what the log is searched by.
export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <main className="mx-auto grid min-h-[80dvh] w-full max-w-xl content-center px-4">
      <ErrorState
        heading="h1"
        title="This page could not be shown"
        message="Something went wrong on our side. Retrying is safe."
        requestId={error.digest}
        onRetry={reset}
      />
    </main>
  );
}
