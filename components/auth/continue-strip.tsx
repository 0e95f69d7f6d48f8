import { ArrowRight } from "lucide-react";

type Value = string | string[] | undefined;

/** Why somebody who came from an AI client is asked to sign in. The names come from the address, so they prove nothing. */
export function ContinueStrip({
  next,
  client,
  endpoint,
}: {
  next: string;
  client: Value;
  endpoint: Value;
}) {
  if (!next.startsWith("/consent/") || typeof client !== "string") return null;
  return (
    <p className="flex min-w-0 flex-wrap items-center justify-center gap-x-1.5 gap-y-0.5 rounded-lg border bg-muted px-3 py-2 text-muted-foreground text-sm">
      <span>to continue to</span>
      <strong className="max-w-full truncate font-medium text-foreground">{short(client)}</strong>
      {typeof endpoint === "string" ? (
        <>
          <ArrowRight aria-label="for" className="size-3.5 shrink-0" />
          <span>
            endpoint <strong className="font-medium text-foreground">{short(endpoint)}</strong>
          </span>
        </>
      ) : null}
    </p>
  );
}

function short(name: string): string {
  return name.length > 60 ? `${name.slice(0, 59)}…` : name;
}
