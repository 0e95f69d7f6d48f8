import { Terminal } from "lucide-react";
import { Empty } from "@/components/ui/empty";

/** Nobody may set up without the one-time link. */
export function SetupClosed({ hadToken }: { hadToken: boolean }) {
  const title = hadToken ? "This set-up link is not valid any more" : "Open the set-up link";
  return (
    <Empty icon={Terminal} title={title}>
      <p>
        Gatehouse printed a one-time link where it was started. It looks like{" "}
        <code className="font-mono text-foreground text-xs">/setup?token=…</code>
      </p>
      <p>Every start prints a new one, and only the newest works.</p>
    </Empty>
  );
}
