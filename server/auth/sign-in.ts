// In: what somebody typed on the login page. Out: the person, or null. Promises that a wrong password and an unknown
// person are the same answer after the same time, that guessing never locks the person out elsewhere, and that a failure
// is recorded: at most as many as the limits below let through, for what they refuse is not tried.

import { verifyPassword } from "@/server/auth/password";
import type { SignIn } from "@/server/auth/schema";
import { type Caller, recordFailure } from "@/server/auth/session-record";
import { sha256 } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import { clearPoints, type Limit, takePoint } from "@/server/infra/rate-limit";

/** Per account and address: an attacker elsewhere spends his own points, not the owner's. */
const perAccount: Limit = { name: "login", points: 5, seconds: 900 };
/** Per address, against trying one password on many accounts. */
const perAddress: Limit = { name: "login_ip", points: 100, seconds: 900 };

/** The id of the person with this e-mail and password. Throws `rate_limited` after five failures in 15 minutes. */
export async function checkPassword(input: SignIn, caller: Caller): Promise<string | null> {
  const address = caller.ip ?? "unknown";
  const key = sha256(`${input.email}|${address}`);
  await takePoint(perAddress, address);
  const triesLeft = await takePoint(perAccount, key);
  const user = await db().user.findUnique({
    where: { email: input.email },
    select: { id: true, name: true, passwordHash: true, disabledAt: true },
  });
  const matches = await verifyPassword(user?.passwordHash ?? null, input.password);
  if (!user || !matches || user.disabledAt) {
    const reason = reasonOf(user, matches);
    await recordFailure(caller, {
      method: "password",
      reason,
      user,
      email: input.email,
      triesLeft,
    });
    return null;
  }
  await clearPoints(perAccount, key);
  return user.id;
}

// For the auditor alone: the person who tries learns none of it.
function reasonOf(user: { disabledAt: Date | null } | null, matches: boolean): string {
  if (!user) return "Nobody here has this address";
  if (!matches) return "The password was wrong";
  return "The person is disabled";
}
