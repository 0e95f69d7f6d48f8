// The parts of making a project that set-up and the portal share.

import { type Author, record } from "@/server/audit/record";
import { newId, newSlug, slugify } from "@/server/core/ids";
import type { Tx } from "@/server/infra/db";
import type { ProjectLink } from "@/server/projects/queries";

/** Makes a project whose administrator is `userId`, and its audit row. */
export async function insertProject(
  tx: Tx,
  author: Author,
  userId: string,
  name: string,
): Promise<ProjectLink> {
  const slug = await freeSlug(tx, name);
  const id = newId(author.now.getTime());
  await tx.project.create({ data: { id, slug, name } });
  const roles = { create: { id: newId(author.now.getTime()), role: "admin" } };
  await tx.membership.create({
    data: { id: newId(author.now.getTime()), projectId: id, userId, roles },
  });
  await record(tx, author, {
    action: "project.created",
    projectId: id,
    subject: { type: "project", id, name },
    after: { name, slug },
  });
  return { slug, name };
}

async function freeSlug(tx: Tx, name: string): Promise<string> {
  const wanted = slugify(name) || "project";
  const taken = await tx.project.count({ where: { slug: wanted } });
  return taken === 0 ? wanted : `${wanted}-${newSlug().slice(0, 5)}`;
}
