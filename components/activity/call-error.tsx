import Link from "next/link";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import type { CallDetail } from "./call-json";
import { type Place, suggestionFor } from "./suggestion";

/** What went wrong, in the words it was recorded with, and the one thing to do about it. */
export function CallError({ call }: { call: CallDetail }) {
  const place = usePlace(call);
  const suggestion = suggestionFor(call);
  const title = titleOf(call);
  if (!title && !suggestion) return null;
  const page = suggestion?.place ? place(suggestion.place) : null;
  return (
    <Banner
      tone={tones[call.outcome] ?? "danger"}
      title={title}
      action={
        page ? (
          <Button asChild variant="secondary" size="sm">
            <Link href={page.href}>{page.label}</Link>
          </Button>
        ) : null
      }
    >
      {suggestion?.text}
    </Banner>
  );
}

const tones: Partial<Record<CallDetail["outcome"], "warning" | "info">> = {
  tool_error: "warning",
  unknown: "warning",
  cancelled: "info",
};

// Which rules fell short is told below, under the decision.
function titleOf({ errorCode, errorMessage, userName }: CallDetail): string | null {
  if (errorCode !== "not_permitted") return errorMessage;
  return `The roles of ${userName ?? "the person"} did not allow this endpoint`;
}

/** Where it is done; null for what is gone, and for pages that the person may not open. */
function usePlace({ endpointSlug, serverSlug }: CallDetail) {
  const base = `/projects/${useProjectSlug()}`;
  const { can } = usePermissions();
  const places: Record<Place, { href: string; label: string } | null> = {
    endpoint: endpointSlug
      ? { href: `${base}/endpoints/${endpointSlug}`, label: "Open endpoint" }
      : null,
    server:
      serverSlug && can("server.read")
        ? { href: `${base}/servers/${serverSlug}`, label: "Open server" }
        : null,
    signIn:
      serverSlug && can("server.read")
        ? { href: `${base}/servers/${serverSlug}/credentials`, label: "Open sign-in" }
        : null,
    roles: can("role.read") ? { href: `${base}/roles`, label: "Open roles" } : null,
  };
  return (place: Place) => places[place];
}
