import type { Tx } from "@/server/infra/db";

/** Where an act on a project's record stands in the audit log: in the project's own, or the installation's once that is deleted. */
export type Subject = {
  projectId: string | null;
  /** Of a deleted project; null while it is there, for its own log need not name it. */
  name: string | null;
};

export async function subjectOf(
  tx: Pick<Tx, "project" | "auditEvent">,
  projectId: string,
): Promise<Subject> {
  const project = await tx.project.findUnique({ where: { id: projectId }, select: { id: true } });
  if (project) return { projectId, name: null };
  const [deleted] = await findDeleted(tx, [projectId]);
  return { projectId: null, name: deleted?.name ?? projectId };
}

export type Deleted = { projectId: string; name: string; deletedAt: Date };

/** What the audit log says of deleted projects. */
export async function findDeleted(
  tx: Pick<Tx, "auditEvent">,
  projectIds: readonly string[],
): Promise<Deleted[]> {
  const rows = await tx.auditEvent.findMany({
    where: { projectId: { in: [...projectIds] }, action: "project.deleted" },
    select: { projectId: true, subjectName: true, at: true },
  });
  return rows.flatMap(({ projectId, subjectName, at }) =>
    projectId ? [{ projectId, name: subjectName ?? projectId, deletedAt: at }] : [],
  );
}
