import { expect, test } from "vitest";
import { db } from "@/server/infra/db";
import { joinProject, testPerson, testProject } from "@/server/testing/portal";
import { createProject, deleteProject, updateProject } from "./mutations";
import { getProject, getProjectSize, listMyProjects } from "./queries";

test("one sees the projects one is a member of now", async () => {
  const ana = await testPerson();
  const mine = await testProject(ana);
  const past = await testProject(ana);
  await testProject(await testPerson());
  await db().membershipRole.updateMany({
    where: { membership: { projectId: past.projectId } },
    data: { expiresAt: new Date(0) },
  });
  expect((await listMyProjects(ana)).map(({ slug }) => slug)).toEqual([mine.slug]);
});

test("the permissions of a page are those of the role, and what is missing says who can help", async () => {
  const ana = await testPerson();
  const project = await testProject(ana);
  const member = await testPerson();
  await joinProject(member, project.projectId, "member");
  const seen = await getProject({ ...project, access: project.access });
  expect(seen.denied).toEqual([]);
  expect(seen.administrators).toEqual([ana.userName]);
});

test("projects of one name get addresses of their own", async () => {
  const ana = await testPerson({ instanceAdmin: true });
  const first = await createProject(ana, { name: "Data & Analytics" });
  const second = await createProject(ana, { name: "Data & Analytics" });
  expect(first.slug).toBe("data-analytics");
  expect(second.slug).toMatch(/^data-analytics-\w{5}$/);
});

test("a name without letters still gets an address", async () => {
  const ana = await testPerson({ instanceAdmin: true });
  expect((await createProject(ana, { name: "数据" })).slug).toMatch(/^project/);
});

test("a change is recorded with what was and what is", async () => {
  const project = await testProject(await testPerson());
  await updateProject(project, { name: "New", defaultAccessSeconds: 3600 });
  const [act] = await db().auditEvent.findMany({ where: { projectId: project.projectId } });
  expect(act).toMatchObject({
    action: "project.updated",
    before: { defaultAccessSeconds: 2_592_000 },
    after: { name: "New", defaultAccessSeconds: 3600 },
  });
});

test("a project is deleted by its name only, and its record of acts outlives it", async () => {
  const project = await testProject(await testPerson());
  await expect(deleteProject(project, { confirm: "wrong" })).rejects.toMatchObject({
    code: "bad_request",
  });
  expect(await getProjectSize(project)).toMatchObject({ members: 1, endpoints: 0 });
  await deleteProject(project, { confirm: `Project ${project.slug}` });
  expect(await db().project.count({ where: { id: project.projectId } })).toBe(0);
  const acts = await db().auditEvent.findMany({ where: { projectId: project.projectId } });
  expect(acts.map(({ action }) => action)).toEqual(["project.deleted"]);
});

test("a member may neither change nor delete the project", async () => {
  const project = await testProject(await testPerson(), "member");
  await expect(
    updateProject(project, { name: "Mine", defaultAccessSeconds: 3600 }),
  ).rejects.toMatchObject({ code: "forbidden" });
  await expect(
    deleteProject(project, { confirm: `Project ${project.slug}` }),
  ).rejects.toMatchObject({ code: "forbidden" });
});
