"use client";

import { signOut } from "next-auth/react";
import { useState } from "react";
import { useHydrated } from "@/components/data/use-hydrated";
import { FormError } from "@/components/forms/form-error";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";

type SwitchAccountProps = { signedInAs: string; email: string; token: string };

/** Somebody else is signed in in this browser. */
export function SwitchAccount({ signedInAs, email, token }: SwitchAccountProps) {
  const hydrated = useHydrated();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<string>();
  const leave = async () => {
    setPending(true);
    try {
      await signOut({ redirect: false });
      location.assign(`/invite/${token}`);
    } catch {
      setPending(false);
      setError("You are still signed in: Gatehouse did not answer. Try again.");
    }
  };
  return (
    <div className="grid gap-4">
      <FormError error={error} />
      <Banner tone="warning">
        The invitation is for {email}, and you are signed in as {signedInAs}.
      </Banner>
      <Button
        size="lg"
        className="w-full"
        disabled={!hydrated}
        pending={pending}
        onClick={() => void leave()}
      >
        Sign out and continue
      </Button>
      <Button asChild variant="secondary" size="lg" className="w-full">
        <a href="/">Stay signed in</a>
      </Button>
    </div>
  );
}
