"use client";

import "./globals.css";
import { ErrorState } from "@/components/data/error-state";

type GlobalErrorProps = { error: Error & { digest?: string }; reset: () => void };

// Stands in for the whole document when even the root layout failed: no providers, no fonts of ours.
export default function GlobalError({ error, reset }: GlobalErrorProps) {
  return (
    <html lang="en">
      <body>
        <main className="mx-auto grid min-h-dvh w-full max-w-xl content-center px-4">
          <ErrorState
            heading="h1"
            title="Gatehouse could not be shown"
            message="Something went wrong on our side. Retrying is safe."
            requestId={error.digest}
            onRetry={reset}
          />
        </main>
      </body>
    </html>
  );
}
