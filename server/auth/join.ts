// In: an invitation link and what a new person typed. Out: their account, a member of the project. Promises that the
// account has the address of the invitation, that a link makes one person at most, and that an account which is there is
// never taken over by a link: its owner signs in.

import { type Author, record } from "@/server/audit/record";
import { requirePasswords } from "@/server/auth/methods";
import { hashPassword } from "@/server/auth/password";
import type { JoinAsNew } from "@/server/auth/schema";
import { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { db, isTaken, type Tx, transaction } from "@/server/infra/db";
import { type Limit, takePoint } from "@/server/infra/rate-limit";
import { admit, claimInvitation } from "@/server/members/accept";
import { readInvitation } from "@/server/members/open-invitation";

/** Hashing a password is work. */
const perAddress: Limit = { name: "join", points: 20, seconds: 900 };

type Visitor = Omit<Author, "userId" | "userName">;

/** Makes the invited person's account and membership. Throws `conflict` for an address that has an account, `forbidden` where passwords are not used. */
export async function joinAsNew(
  visitor: Visitor,
  input: JoinAsNew,
): Promise<{ slug: string; email: string }> {
  requirePasswords();
  await takePoint(perAddress, visitor.ip ?? "unknown");
  const found = await readInvitation(db(), input.token);
  if (found && (await db().user.count({ where: { email: found.email } })) > 0) throw known();
  const passwordHash = await hashPassword(input.password);
  try {
    return await transaction((tx) => create(tx, visitor, { ...input, passwordHash }));
  } catch (error) {
    throw isTaken(error) ? known() : error;
  }
}

async function create(
  tx: Tx,
  visitor: Visitor,
  { token, name, passwordHash }: JoinAsNew & { passwordHash: string },
): Promise<{ slug: string; email: string }> {
  const claimed = await claimInvitation(tx, token, visitor.now);
  const { email } = claimed.invitation;
  const id = newId(visitor.now.getTime());
  await tx.user.create({ data: { id, email, name, passwordHash, createdAt: visitor.now } });
  const author: Author = { ...visitor, userId: id, userName: name };
  await record(tx, author, {
    action: "person.created",
    projectId: null,
    subject: { type: "user", id, name },
    after: { email },
  });
  return { ...(await admit(tx, author, claimed, { id, name })), email };
}

function known(): AppError {
  return new AppError("conflict", "You have an account here already. Sign in to join.", {
    details: { reason: "has_account" },
  });
}
