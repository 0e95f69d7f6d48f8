"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { Time } from "@/components/data/time";
import { usePermissions } from "@/components/projects/use-permissions";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { AllowAddress } from "./allow-address";
import type { Server } from "./types";
import { useServerActions } from "./use-server-actions";
import { useSignIn } from "./use-sign-in";

/** What keeps the server from working, and the button that mends it; nothing while all is well. */
export function ServerBanner({ server, href }: { server: Server; href: string }) {
  const actions = useServerActions(server);
  if (server.disabledAt) return <Disabled server={server} />;
  if (server.blocked) return <AllowAddress allow={server.blocked} onAllowed={actions.sync} />;
  if (server.status === "needs_sign_in") return <NeedsSignIn server={server} href={href} />;
  if (server.status === "unreachable") return <Unreachable server={server} />;
  // A server that answers and still gives a reason: its list of tools was cut off.
  return server.statusReason ? <Banner tone="info">{server.statusReason}</Banner> : null;
}

function Disabled({ server }: { server: Server }) {
  const { reason } = usePermissions();
  const actions = useServerActions(server);
  return (
    <Banner
      tone="info"
      title="This server is disabled"
      action={
        <Button
          variant="secondary"
          disabledReason={reason("server.edit")}
          pending={actions.busy}
          onClick={actions.enable}
        >
          Enable
        </Button>
      }
    >
      No AI client sees or calls its tools.
    </Banner>
  );
}

function NeedsSignIn({ server, href }: { server: Server; href: string }) {
  const here = usePathname() === `${href}/credentials`;
  return (
    <Banner
      tone="warning"
      title="Needs sign-in"
      action={here ? null : <SignInAction server={server} href={href} />}
    >
      {server.statusReason}
    </Banner>
  );
}

/** Straight to the service where people sign in there; otherwise to where a credential is entered. */
function SignInAction({ server, href }: { server: Server; href: string }) {
  const { reason } = usePermissions();
  const { signIn, pending } = useSignIn();
  const host = server.signIn.oauth?.host;
  if (!host)
    return (
      <Button asChild variant="secondary">
        <Link href={`${href}/credentials`}>Open credentials</Link>
      </Button>
    );
  return (
    <Button
      variant="secondary"
      disabledReason={reason("server.edit")}
      pending={pending}
      onClick={() => void signIn(server)}
    >
      Sign in at {host}
    </Button>
  );
}

function Unreachable({ server }: { server: Server }) {
  const { reason } = usePermissions();
  const actions = useServerActions(server);
  return (
    <Banner
      tone="danger"
      title="Unreachable"
      action={
        <Button
          variant="secondary"
          disabledReason={reason("server.edit")}
          pending={actions.busy}
          onClick={actions.sync}
        >
          Try again
        </Button>
      }
    >
      {server.statusReason}{" "}
      {server.checkedAt ? (
        <span className="text-muted-foreground">
          Last tried <Time value={server.checkedAt} />.
        </span>
      ) : null}{" "}
      {server.tools > 0
        ? "The tools found before are kept; calls to them fail until it answers."
        : null}
    </Banner>
  );
}
