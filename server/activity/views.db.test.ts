import { beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/access/access";
import { createView, deleteView, setViewFilter, updateView } from "@/server/activity/change-views";
import { listCalls } from "@/server/activity/queries";
import { type CreateView, mostViews, ViewDraft } from "@/server/activity/schema";
import { listViews } from "@/server/activity/views";
import { newId, newSlug } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import { removeMember } from "@/server/members/remove";
import { ctxOf, makeLimited, makeMember, makeProject } from "@/server/testing/factories";
import { addEndedCall } from "@/server/testing/recorded-calls";

let projectId: string;
let admin: Ctx;
let auditor: Ctx;

beforeEach(async () => {
  projectId = (await makeProject()).id;
  [admin, auditor] = [await makeMember(projectId), await makeMember(projectId, "auditor")];
});

const draft = (name = "Denied", more: Partial<CreateView> = {}) => ({
  ...{ name, shared: false, within: "7d" as const, outcome: ["denied" as const] },
  ...more,
});

const namesFor = async (ctx: Ctx) => (await listViews(ctx)).map(({ name }) => name);
const eventsOf = (id: string) =>
  db().auditEvent.findMany({ where: { subjectId: id }, orderBy: { id: "asc" } });

async function addEndpoint(name: string): Promise<string> {
  const id = newId();
  await db().mcpEndpoint.create({ data: { id, projectId, slug: newSlug(), name } });
  return id;
}

describe("a view of one's own", () => {
  test("keeps the filter as it was chosen: a span stays a span, and what is not set is left out", async () => {
    const { id } = await createView(auditor, draft("Denied", { q: null, tool: "search" }));
    const filter = { within: "7d", outcome: ["denied"], tool: "search" };
    expect(await listViews(auditor)).toEqual([{ id, name: "Denied", filter, sharedByName: null }]);
  });

  test("is there for its author alone, who needs no more than to read the activity", async () => {
    const { id } = await createView(auditor, draft());
    expect(await namesFor(admin)).toEqual([]);
    const foreign = { view: id, name: "Mine", shared: false };
    await expect(updateView(admin, foreign)).rejects.toMatchObject({ code: "not_found" });
    await expect(setViewFilter(admin, { view: id })).rejects.toMatchObject({ code: "not_found" });
    await expect(deleteView(admin, { view: id })).rejects.toMatchObject({ code: "not_found" });
    expect(await namesFor(auditor)).toEqual(["Denied"]);
  });

  test("is renamed, given another filter and deleted, and none of it concerns the audit log", async () => {
    const { id } = await createView(auditor, draft());
    await updateView(auditor, { view: id, name: "Slow", shared: false });
    await setViewFilter(auditor, { view: id, within: "24h", minMs: 2_000 });
    expect(await listViews(auditor)).toMatchObject([
      { name: "Slow", filter: { within: "24h", minMs: 2_000 } },
    ]);
    await deleteView(auditor, { view: id });
    expect(await namesFor(auditor)).toEqual([]);
    expect(await eventsOf(id)).toEqual([]);
  });

  test("has a name of its own, whatever the case; somebody else's may be the same", async () => {
    await createView(auditor, draft("Denied"));
    const { id } = await createView(auditor, draft("Slow"));
    await createView(admin, draft("Denied"));
    const conflict = { code: "conflict", message: expect.stringContaining("name") };
    await expect(createView(auditor, draft("DENIED"))).rejects.toMatchObject(conflict);
    const taken = { view: id, name: "denied", shared: false };
    await expect(updateView(auditor, taken)).rejects.toMatchObject(conflict);
  });

  test("has a name of 1 to 80 characters", () => {
    const sound = (name: string) => ViewDraft.safeParse({ name, shared: false }).success;
    expect(["x", "x".repeat(80), " ", "x".repeat(81), "a\nb"].map(sound)).toEqual([
      ...[true, true, false, false, false],
    ]);
  });

  test("goes with the membership of its author", async () => {
    await createView(auditor, draft());
    await createView(admin, draft("For all", { shared: true }));
    await removeMember(admin, { member: auditor.userId });
    const left = await db().activityView.findMany({ where: { projectId } });
    expect(left.map(({ name }) => name)).toEqual(["For all"]);
  });
});

describe("a view that is shared with the project", () => {
  test("is seen by everybody who reads its activity, with who shared it, and nobody else", async () => {
    await createView(admin, draft("Denied", { shared: true }));
    expect(await listViews(auditor)).toMatchObject([{ name: "Denied", sharedByName: "Ana Lima" }]);
    const elsewhere = await makeMember((await makeProject("Other")).id);
    expect(await namesFor(elsewhere)).toEqual([]);
    const member = await makeMember(projectId, "member");
    await expect(listViews(member)).rejects.toMatchObject({ code: "forbidden" });
  });

  test("needs the permission to change the project for each change", async () => {
    const forbidden = { code: "forbidden" };
    const shared = draft("Denied", { shared: true });
    await expect(createView(auditor, shared)).rejects.toMatchObject(forbidden);
    const { id: own } = await createView(auditor, draft("Own"));
    const sharing = { view: own, name: "Own", shared: true };
    await expect(updateView(auditor, sharing)).rejects.toMatchObject(forbidden);
    const { id: view } = await createView(admin, shared);
    const renaming = { view, name: "Mine", shared: true };
    await expect(updateView(auditor, renaming)).rejects.toMatchObject(forbidden);
    const taking = { view, name: "Denied", shared: false };
    await expect(updateView(auditor, taking)).rejects.toMatchObject(forbidden);
    await expect(setViewFilter(auditor, { view })).rejects.toMatchObject(forbidden);
    await expect(deleteView(auditor, { view })).rejects.toMatchObject(forbidden);
    expect(await namesFor(auditor)).toEqual(["Denied", "Own"]);
  });

  test("stands in the audit log with each change, from the sharing to the end", async () => {
    const { id: view } = await createView(admin, draft());
    await updateView(admin, { view, name: "Denied", shared: true });
    await setViewFilter(admin, { view, within: "24h" });
    await updateView(admin, { view, name: "Last day", shared: true });
    await updateView(admin, { view, name: "Last day", shared: false });
    await updateView(admin, { view, name: "Last day", shared: true });
    await deleteView(admin, { view });
    const events = await eventsOf(view);
    expect(events.map(({ action }) => action)).toEqual([
      ...["view.shared", "view.updated", "view.updated", "view.taken_back", "view.shared"],
      "view.deleted",
    ]);
    expect(events[1]).toMatchObject({
      ...{ actorId: admin.userId, projectId, subjectType: "view" },
      before: { name: "Denied", filter: ["within: 7d", "outcome: denied"] },
      after: { name: "Denied", filter: ["within: 24h"] },
    });
  });

  test("is one's own when one takes it back", async () => {
    const { id: view } = await createView(admin, draft("Denied", { shared: true }));
    const second = await makeMember(projectId);
    await updateView(second, { view, name: "Denied", shared: false });
    expect([await namesFor(admin), await namesFor(second)]).toEqual([[], ["Denied"]]);
  });

  test("has a name that no other shared one has", async () => {
    await createView(admin, draft("Denied", { shared: true }));
    const second = await makeMember(projectId);
    const same = createView(second, draft("denied", { shared: true }));
    await expect(same).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("what a view names", () => {
  test("must be something its author can see: no other is found", async () => {
    const other = await makeMember((await makeProject("Other")).id);
    for (const field of ["endpointId", "serverId", "personId"]) {
      const unknown = field === "personId" ? other.userId : newId();
      const saved = createView(admin, draft("Foreign", { [field]: unknown }));
      await expect(saved).rejects.toMatchObject({ code: "not_found" });
    }
    await createView(admin, draft("Own", { personId: auditor.userId }));
    await createView(admin, draft("Here", { endpointId: await addEndpoint("support") }));
  });

  test("may be gone, as long as its calls are there", async () => {
    const { endpointId, serverId, userId } = await addEndedCall(projectId, { serverId: newId() });
    await createView(admin, draft("Gone", { endpointId, serverId, personId: userId }));
    expect(await namesFor(admin)).toEqual(["Gone"]);
  });

  test("opens no endpoint to whoever may not see it, neither by saving nor by opening", async () => {
    const [visible, hidden] = [await addEndpoint("engineering-a"), await addEndpoint("prod-a")];
    for (const endpointId of [visible, hidden]) await addEndedCall(projectId, { endpointId });
    const limited = await makeLimited(
      projectId,
      { permission: "activity.read", conditions: [] },
      {
        permission: "endpoint.read",
        conditions: [{ property: "name", operator: "glob match", values: ["engineering-*"] }],
      },
    );
    const saved = createView(limited, draft("Prod", { endpointId: hidden }));
    await expect(saved).rejects.toMatchObject({ code: "not_found" });
    const shared = { name: "Prod", shared: true };
    await createView(admin, { ...shared, within: "24h", endpointId: hidden });
    await createView(admin, { name: "All", shared: true, within: "24h" });
    const found = async (ctx: Ctx, name: string) => {
      const view = (await listViews(ctx)).find((one) => one.name === name);
      return (await listCalls(ctx, { ...view?.filter, limit: 10 })).items.length;
    };
    expect([await found(admin, "Prod"), await found(limited, "Prod")]).toEqual([1, 0]);
    expect([await found(admin, "All"), await found(limited, "All")]).toEqual([2, 1]);
  });
});

describe("there are at most a hundred", () => {
  const filled = (ctx: Ctx, owner: { userId: string | null; sharedByName: string | null }) =>
    db().activityView.createMany({
      data: Array.from({ length: mostViews - 1 }, (_, index) => ({
        ...{ id: newId(), projectId: ctx.projectId, name: `View ${index}`, filter: {} },
        ...owner,
      })),
    });

  test("of one person, also when two are saved at the same moment", async () => {
    await filled(auditor, { userId: auditor.userId, sharedByName: null });
    const both = [createView(auditor, draft("A")), createView(auditor, draft("B"))];
    const results = await Promise.allSettled(both);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await namesFor(auditor)).toHaveLength(mostViews);
    await createView(admin, draft("A"));
  });

  test("of a project, and sharing one more is refused", async () => {
    await filled(admin, { userId: null, sharedByName: "Ana Lima" });
    await createView(admin, draft("A", { shared: true }));
    const { id: view } = await createView(admin, draft("B"));
    const sharing = updateView(admin, { view, name: "B", shared: true });
    await expect(sharing).rejects.toMatchObject({ code: "conflict" });
  });
});

test("without the permission to read the activity there are no views", async () => {
  const nobody = ctxOf(projectId, "member");
  await expect(createView(nobody, draft())).rejects.toMatchObject({ code: "forbidden" });
});
