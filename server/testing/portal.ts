// People and projects for tests of the portal: rows that an installation would have.

import type { Ctx } from "@/server/access/access";
import type { Person } from "@/server/auth/person";
import { sessionCookie } from "@/server/auth/session-cookie";
import { createSession, findPersonByToken } from "@/server/auth/session-store";
import type { Actor } from "@/server/core/context";
import { newId, newSlug } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import { accessOf, joinAs } from "@/server/testing/factories";

export type TestPerson = Actor & { person: Person; cookie: string };

/** Somebody signed in; `cookie` is the value of a Cookie header. */
export async function testPerson(options: { instanceAdmin?: boolean } = {}): Promise<TestPerson> {
  const now = new Date();
  const id = newId();
  const name = `Person ${newSlug()}`;
  const data = { id, name, email: `${newSlug()}@example.com` };
  await db().user.create({
    data: { ...data, instanceAdminSince: options.instanceAdmin ? now : null },
  });
  const token = await createSession(db(), id, { ip: "192.0.2.1", userAgent: "test" }, now);
  const person = await findPersonByToken(token, now);
  if (!person) throw new Error("the session just made is not found");
  const cookie = (await sessionCookie(token)).split(";")[0] ?? "";
  return { person, cookie, userId: id, userName: name, requestId: newId(), ip: "192.0.2.1", now };
}

/** A project, with this person in this role. */
export async function testProject(owner: Actor, role = "admin"): Promise<Ctx & { slug: string }> {
  const projectId = newId();
  const slug = newSlug();
  await db().project.create({ data: { id: projectId, slug, name: `Project ${slug}` } });
  await joinProject(owner, projectId, role);
  return { ...owner, projectId, slug, access: accessOf(projectId, role) };
}

export async function joinProject(actor: Actor, projectId: string, role: string): Promise<void> {
  await joinAs(projectId, actor.userId, role);
}
