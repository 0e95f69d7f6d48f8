import { KeyRound } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";

/** Used, replaced, run out, or never one: the same words, for the link is all that anybody knows. */
export function ResetEnded() {
  return (
    <Empty
      icon={KeyRound}
      heading="h1"
      title="This link does not work any more"
      action={
        <Button asChild variant="secondary">
          <Link href="/login">Sign in</Link>
        </Button>
      }
    >
      A link to set a password works once, for 24 hours, and a newer one replaces it. Ask an
      administrator of the installation for a new one.
    </Empty>
  );
}
