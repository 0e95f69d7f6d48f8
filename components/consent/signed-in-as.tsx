"use client";

import { signOut } from "next-auth/react";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import type { SignedIn } from "./consent-types";
import { loginAddress } from "./login-address";

type SignedInAsProps = { uid: string; person: SignedIn; client: string; endpoint?: string };

export function SignedInAs({ uid, person, client, endpoint }: SignedInAsProps) {
  const [leaving, setLeaving] = useState(false);
  const change = async () => {
    setLeaving(true);
    try {
      await signOut({ redirect: false });
      location.assign(loginAddress(uid, client, endpoint));
    } catch {
      setLeaving(false);
      toast.error("You are still signed in: Gatehouse did not answer. Try again.");
    }
  };
  return (
    <p className="flex flex-wrap items-center justify-center gap-x-2 text-center text-muted-foreground text-xs">
      <span className="min-w-0 break-words">
        Signed in as <span className="text-foreground">{person.email}</span>
      </span>
      <Button variant="link" size="sm" pending={leaving} onClick={() => void change()}>
        Switch account
      </Button>
    </p>
  );
}
