// In: a sign-in, a failed one, a sign-out. Out: the session opened or ended, and the audit event of it. Promises that
// neither is there without the other, and that nothing typed is kept but an address in the form of one.
import { type Author, record } from "@/server/audit/record";
import { createSession, type Device, revokeToken } from "@/server/auth/session-store";
import { Email } from "@/server/core/email";
import { db, type Tx, transaction } from "@/server/infra/db";

type Method = "password" | "single sign-on";

/** Whoever calls, before it is known who that is. */
export type Caller = Device & { requestId: string; now: Date };

type Person = { id: string; name: string };

/** A new session of this person in place of the browser's previous one. Returns its token. */
export function openSession(
  userId: string,
  caller: Caller & { previous: string | null },
  method: Method,
): Promise<string> {
  return transaction(async (tx) => {
    // Always a new token: one that somebody planted before the sign-in means nothing after it (security: T29).
    if (caller.previous) await end(tx, caller.previous, caller, "Signed in again");
    const select = { id: true, name: true } as const;
    const person = await tx.user.findUniqueOrThrow({ where: { id: userId }, select });
    await record(tx, authorOf(caller, person), {
      action: "session.opened",
      projectId: null,
      subject: { type: "user", ...person },
      after: { method },
    });
    return createSession(tx, userId, caller, caller.now);
  });
}

/** Ends the session of this token, and says so when it was one that still answered. */
export function closeSession(token: string, caller: Caller): Promise<void> {
  return transaction((tx) => end(tx, token, caller, "Signed out"));
}

async function end(tx: Tx, token: string, caller: Caller, reason: string): Promise<void> {
  const ended = await revokeToken(tx, token, caller.now);
  if (!ended) return;
  await record(tx, authorOf(caller, ended.user), {
    action: "session.ended",
    projectId: null,
    subject: { type: "user", ...ended.user },
    after: { reason },
  });
}

type Failure = {
  method: Method;
  reason: string;
  /** As it was typed or claimed. */
  email: string;
  user?: Person | null;
  /** Before the next try is refused for a while. */
  triesLeft?: number;
};

/** Who fails to sign in is nobody yet: the event is about the person they claimed to be. */
export async function recordFailure(caller: Caller, failure: Failure): Promise<void> {
  const { method, reason, email, user, triesLeft } = failure;
  // People type their password into the wrong field: only what is an address is kept.
  const claimed = Email.safeParse(email).data ?? null;
  await record(db(), authorOf(caller, null), {
    action: "session.failed",
    projectId: null,
    subject: { type: "user", id: user?.id ?? null, name: user?.name ?? claimed },
    after: { method, reason, ...(triesLeft === undefined ? {} : { triesLeft }) },
  });
}

function authorOf({ ip, userAgent, requestId, now }: Caller, person: Person | null): Author {
  const who = { userId: person?.id ?? null, userName: person?.name ?? "Not signed in" };
  return { ...who, ip, userAgent, requestId, now };
}
