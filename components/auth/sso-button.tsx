"use client";

import { KeyRound } from "lucide-react";
import { signIn } from "next-auth/react";
import { useState } from "react";
import { useHydrated } from "@/components/forms/use-hydrated";
import { Button } from "@/components/ui/button";

export function SsoButton({ host, next }: { host: string; next: string }) {
  const hydrated = useHydrated();
  const [pending, setPending] = useState(false);
  const go = async () => {
    setPending(true);
    await signIn("oidc", { callbackUrl: next }).catch(() => setPending(false));
  };
  return (
    <>
      <Button
        variant="secondary"
        size="lg"
        className="w-full"
        disabled={!hydrated}
        pending={pending}
        onClick={() => void go()}
      >
        <KeyRound aria-hidden="true" />
        Continue with {host}
      </Button>
      <div className="flex items-center gap-3 text-muted-foreground text-xs" aria-hidden="true">
        <span className="h-px flex-1 bg-border" />
        or
        <span className="h-px flex-1 bg-border" />
      </div>
    </>
  );
}
