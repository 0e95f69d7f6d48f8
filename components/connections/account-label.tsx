import type { Account } from "./types";

/** Which account it is, as far as that is known: a name, or how a token ends. */
export function AccountLabel({ account }: { account: Pick<Account, "account" | "hint"> }) {
  if (account.account) return <span className="wrap-anywhere">as {account.account}</span>;
  if (!account.hint) return null;
  return (
    <span>
      ends in <code className="font-mono">{account.hint}</code>
    </span>
  );
}
