import { expect, test } from "vitest";
import type { Account } from "@/components/connections/types";
import { missingAccounts } from "./missing-accounts";

const account = (name: string, state: Account["state"]) =>
  ({ state, server: { name } }) as Pick<Account, "state" | "server">;

test("every account that is not connected is named", () => {
  const accounts = [
    account("GitHub", "not_connected"),
    account("Linear", "connected"),
    account("Notion", "expired"),
    account("Jira", "needs_sign_in"),
  ];
  expect(missingAccounts(accounts)).toBe(
    "Connect your accounts at GitHub, Notion, and Jira first.",
  );
  expect(missingAccounts(accounts.slice(0, 2))).toBe("Connect your account at GitHub first.");
});

test("nothing holds up who has connected all, or needs none", () => {
  expect(missingAccounts([account("Linear", "connected")])).toBeUndefined();
  expect(missingAccounts([])).toBeUndefined();
});
