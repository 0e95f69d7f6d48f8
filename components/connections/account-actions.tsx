import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { actionLabel } from "./action-label";
import { LeavingDialog } from "./leaving-dialog";
import type { Account } from "./types";
import { useSignIn } from "./use-sign-in";

type AccountActionsProps = { account: Account; onEnter: () => void; onDisconnect: () => void };

/** What can be done with an account: connect it, in the way its server wants, or take it back. */
export function AccountActions({ account, onEnter, onDisconnect }: AccountActionsProps) {
  const { server, state, method } = account;
  const signIn = useSignIn(account, { page: "connections" }, (message) => toast.error(message));
  const label = actionLabel(state);
  return (
    <span className="flex flex-wrap justify-end gap-2">
      {account.connectable ? (
        <Button
          data-first-action
          size="sm"
          variant={state === "connected" ? "secondary" : "primary"}
          aria-label={`${label} ${server.name}`}
          pending={signIn.pending}
          onClick={method === "oauth" ? signIn.begin : onEnter}
        >
          {label}
        </Button>
      ) : null}
      {account.connectedAt ? (
        <Button
          size="sm"
          variant="ghost"
          aria-label={`Disconnect ${server.name}`}
          onClick={onDisconnect}
        >
          Disconnect
        </Button>
      ) : null}
      <LeavingDialog ahead={signIn.ahead} onLeave={signIn.leave} onClose={signIn.forget} />
    </span>
  );
}
