// In: what somebody typed on the login page. Out: the person, or null. Promises that a wrong password and an unknown
// person are the same answer after the same time, and that guessing never locks the person out elsewhere.

import { verifyPassword } from "@/server/auth/password";
import type { SignIn } from "@/server/auth/schema";
import { sha256 } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import { clearPoints, type Limit, takePoint } from "@/server/infra/rate-limit";

/** Per account and address: an attacker elsewhere spends his own points, not the owner's. */
const perAccount: Limit = { name: "login", points: 5, seconds: 900 };
/** Per address, against trying one password on many accounts. */
const perAddress: Limit = { name: "login_ip", points: 100, seconds: 900 };

/** The id of the person with this e-mail and password. Throws `rate_limited` after five failures in 15 minutes. */
export async function checkPassword(input: SignIn, ip: string | null): Promise<string | null> {
  const address = ip ?? "unknown";
  const key = sha256(`${input.email}|${address}`);
  await takePoint(perAddress, address);
  await takePoint(perAccount, key);
  const user = await db().user.findUnique({
    where: { email: input.email },
    select: { id: true, passwordHash: true, disabledAt: true },
  });
  const matches = await verifyPassword(user?.passwordHash ?? null, input.password);
  if (!user || !matches || user.disabledAt) return null;
  await clearPoints(perAccount, key);
  return user.id;
}
