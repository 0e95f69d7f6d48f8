"use client";

import { useRouter } from "next/navigation";
import { type RefObject, useEffect, useRef, useState, useTransition } from "react";
import { AccountLabel } from "@/components/connections/account-label";
import { AccountStatus } from "@/components/connections/account-status";
import { actionLabel } from "@/components/connections/action-label";
import type { Account } from "@/components/connections/types";
import { useSignIn } from "@/components/connections/use-sign-in";
import { useHydrated } from "@/components/data/use-hydrated";
import { Button } from "@/components/ui/button";
import { ContinueAt } from "./continue-at";
import { EnterSecret } from "./enter-secret";

type ConsentAccountProps = { uid: string; account: Account; onKept: () => void };

/** One server where the person needs an account of their own, with what connects it. */
export function ConsentAccount({ uid, account, onKept }: ConsentAccountProps) {
  const [entering, setEntering] = useState(false);
  const signIn = useSignIn(account, { page: "consent", uid });
  const { refresh, refreshing } = useRefresh();
  const open = account.method === "oauth" ? signIn.begin : () => setEntering(true);
  const unfolded = entering || signIn.ahead !== undefined;
  const button = useFocusBack(unfolded || refreshing);
  const kept = () => {
    setEntering(false);
    onKept();
    refresh();
  };
  return (
    <li className="grid gap-2 py-2.5">
      <div className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-2">
        <Words account={account} />
        {unfolded ? null : (
          <Press
            ref={button}
            account={account}
            pending={signIn.pending || refreshing}
            onPress={open}
          />
        )}
      </div>
      {signIn.error ? (
        <p role="alert" className="text-pretty text-danger text-xs">
          {signIn.error}
        </p>
      ) : null}
      {signIn.ahead ? (
        <ContinueAt ahead={signIn.ahead} onLeave={signIn.leave} onCancel={signIn.forget} />
      ) : null}
      {entering ? (
        <EnterSecret account={account} onKept={kept} onCancel={() => setEntering(false)} />
      ) : null}
    </li>
  );
}

function Words({ account }: { account: Account }) {
  const { server, state, reason, signInHost } = account;
  const open = state !== "connected";
  return (
    <div className="grid min-w-0 flex-1 basis-40 gap-0.5">
      <p className="flex min-w-0 flex-wrap items-center gap-x-2 text-sm">
        <span className="wrap-anywhere font-medium">{server.name}</span>
        <AccountStatus account={account} bare />
      </p>
      <p className="wrap-anywhere text-muted-foreground text-xs">
        {state === "not_connected" ? null : <AccountLabel account={account} />}{" "}
        {open && signInHost ? <>You sign in at {signInHost}.</> : <>at {server.host}</>}
      </p>
      {open && reason ? <p className="text-pretty text-warning text-xs">{reason}</p> : null}
    </div>
  );
}

type PressProps = {
  ref: RefObject<HTMLButtonElement | null>;
  account: Account;
  pending: boolean;
  onPress: () => void;
};

function Press({ ref, account, pending, onPress }: PressProps) {
  const hydrated = useHydrated();
  const label = actionLabel(account.state);
  return (
    <Button
      ref={ref}
      variant={account.state === "connected" ? "ghost" : "secondary"}
      aria-label={`${label} ${account.server.name}`}
      disabled={!hydrated}
      pending={pending}
      onClick={onPress}
    >
      {label}
    </Button>
  );
}

/** The button the keyboard was on gets it back when what it unfolded is done with. */
function useFocusBack(busy: boolean) {
  const button = useRef<HTMLButtonElement>(null);
  const was = useRef(false);
  useEffect(() => {
    if (was.current && !busy) button.current?.focus();
    was.current = busy;
  }, [busy]);
  return button;
}

/** Asks the server for the page again, with what has changed and a new form. */
function useRefresh() {
  const router = useRouter();
  const [refreshing, start] = useTransition();
  return { refreshing, refresh: () => start(() => router.refresh()) };
}
