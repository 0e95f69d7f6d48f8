"use client";

import { KeyRound } from "lucide-react";
import { signIn } from "next-auth/react";
import { useState } from "react";
import { useHydrated } from "@/components/data/use-hydrated";
import { Button } from "@/components/ui/button";

type SsoButtonProps = {
  host: string;
  next: string;
  /** What it does, where it is not to sign in. */
  label?: string | undefined;
};

export function SsoButton({ host, next, label = `Continue with ${host}` }: SsoButtonProps) {
  const hydrated = useHydrated();
  const [pending, setPending] = useState(false);
  const go = async () => {
    setPending(true);
    await signIn("oidc", { callbackUrl: next }).catch(() => setPending(false));
  };
  return (
    <Button
      variant="secondary"
      size="lg"
      className="w-full"
      disabled={!hydrated}
      pending={pending}
      onClick={() => void go()}
    >
      <KeyRound aria-hidden="true" />
      {label}
    </Button>
  );
}
