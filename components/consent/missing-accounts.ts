import type { Account } from "@/components/connections/types";

/** Why it cannot be allowed yet; nothing when every account is connected. */
export function missingAccounts(
  accounts: readonly Pick<Account, "state" | "server">[],
): string | undefined {
  const names = accounts
    .filter(({ state }) => state !== "connected")
    .map(({ server }) => server.name);
  if (names.length === 0) return undefined;
  const list = new Intl.ListFormat("en").format(names);
  return `Connect your ${names.length === 1 ? "account" : "accounts"} at ${list} first.`;
}
