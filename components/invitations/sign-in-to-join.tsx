import { Button } from "@/components/ui/button";

/** The address has an account: its owner signs in, and comes back here. */
export function SignInToJoin({ email, token }: { email: string; token: string }) {
  const next = encodeURIComponent(`/invite/${token}`);
  return (
    <div className="grid gap-4">
      <p className="text-pretty text-muted-foreground text-sm">
        There is an account for {email} already. Sign in with it to join.
      </p>
      <Button asChild size="lg" className="w-full">
        <a href={`/login?next=${next}`}>Sign in to join</a>
      </Button>
    </div>
  );
}
