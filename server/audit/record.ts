// In: an administrative act. Out: its row, in the transaction of the act, which fails if the row cannot be written.
import type { AuditAction } from "@/server/audit/actions";
import type { Actor } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import type { Tx } from "@/server/infra/db";

export type Fact = string | number | boolean | null | Date | readonly string[];

export type Act = {
  action: AuditAction;
  /** Null for acts on the installation. */
  projectId: string | null;
  subject: { type: string; id: string | null; name: string | null };
  /** Fields that changed, without secrets. */
  before?: Record<string, Fact>;
  after?: Record<string, Fact>;
};

/** Who acts when nobody is signed in: set-up and the system itself. */
export type Author = Pick<Actor, "userName" | "requestId" | "ip" | "userAgent" | "now"> & {
  userId: string | null;
};

export async function record(tx: Tx, author: Author, act: Act): Promise<void> {
  await tx.auditEvent.create({
    data: {
      id: newId(),
      at: author.now,
      projectId: act.projectId,
      actorId: author.userId,
      actorName: author.userName,
      ip: author.ip,
      userAgent: author.userAgent ?? null,
      requestId: author.requestId,
      action: act.action,
      subjectType: act.subject.type,
      subjectId: act.subject.id,
      subjectName: act.subject.name,
      ...(act.before ? { before: plain(act.before) } : {}),
      ...(act.after ? { after: plain(act.after) } : {}),
    },
  });
}

function plain(facts: Record<string, Fact>) {
  return Object.fromEntries(
    Object.entries(facts).map(([key, fact]) => [
      key,
      fact instanceof Date ? fact.toISOString() : toJson(fact),
    ]),
  );
}

function toJson(fact: Exclude<Fact, Date>) {
  return Array.isArray(fact) ? [...fact] : (fact as string | number | boolean | null);
}
