"use client";

import { ShownOnce } from "@/components/forms/shown-once";

type SecretShownProps = { secret: string; onClose: () => void };

/** It is kept encrypted and never shown again. */
export function SecretShown({ secret, onClose }: SecretShownProps) {
  return (
    <ShownOnce title="The signing secret" label="Signing secret" secret={secret} onClose={onClose}>
      <p className="text-muted-foreground text-sm">
        Your receiver verifies each delivery with it, as Standard Webhooks describes.
      </p>
    </ShownOnce>
  );
}
