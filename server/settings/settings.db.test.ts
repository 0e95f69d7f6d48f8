import { beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/access/access";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { isEgressAllowed } from "@/server/infra/egress-allow";
import { egressReady } from "@/server/settings/egress-feed";
import { allowEgress, removeEgress } from "@/server/settings/mutations";
import { listEgress } from "@/server/settings/queries";
import { makeMember, makeProject } from "@/server/testing/factories";

let boss: Ctx;
let ana: Ctx;

beforeAll(async () => {
  const project = await makeProject();
  boss = await makeMember(project.id);
  ana = await makeMember(project.id);
  const data = { instanceAdminSince: new Date() };
  await db().user.update({ where: { id: boss.userId }, data });
});

describe("allowing a private address", () => {
  test("holds when the answer leaves, is recorded, and can be taken back", async () => {
    await egressReady();
    expect(isEgressAllowed("127.0.0.1", 3001)).toBe(false);
    expect(await allowEgress(boss, { hostPort: "127.1:3001" })).toEqual({
      hostPort: "127.0.0.1:3001",
    });
    expect(isEgressAllowed("127.0.0.1", 3001)).toBe(true);
    expect(isEgressAllowed("127.0.0.1", 3002)).toBe(false);
    const { allowed } = await listEgress(boss);
    expect(allowed).toMatchObject([{ host: "127.0.0.1", port: 3001, allowedBy: "Ana Lima" }]);
    await removeEgress(boss, { id: allowed[0]?.id ?? "" });
    expect(isEgressAllowed("127.0.0.1", 3001)).toBe(false);
    const events = await db().auditEvent.findMany({ orderBy: { id: "asc" } });
    expect(events).toMatchObject([
      { action: "egress.allowed", subjectName: "127.0.0.1:3001", actorId: boss.userId },
      { action: "egress.removed", subjectName: "127.0.0.1:3001", projectId: null },
    ]);
  });

  test("twice is one row and one record", async () => {
    await allowEgress(boss, { hostPort: "10.0.0.5:8443" });
    await allowEgress(boss, { hostPort: "10.0.0.5:8443" });
    expect(await db().egressAllowance.count({ where: { host: "10.0.0.5" } })).toBe(1);
    expect(await db().auditEvent.count({ where: { subjectName: "10.0.0.5:8443" } })).toBe(1);
  });

  test("works for IPv6", async () => {
    expect(await allowEgress(boss, { hostPort: "[::1]:3001" })).toEqual({ hostPort: "[::1]:3001" });
    expect(isEgressAllowed("[::1]", 3001)).toBe(true);
  });

  test.each(["169.254.169.254:80", "[fd00:ec2::254]:80", "168.63.129.16:80", "nonsense", "a:0"])(
    "%s is never allowed",
    async (hostPort) => {
      await expect(allowEgress(boss, { hostPort })).rejects.toMatchObject({ code: "bad_request" });
    },
  );

  test("is for administrators of the installation, whatever their role in a project", async () => {
    const forbidden = { code: "forbidden" };
    await expect(listEgress(ana)).rejects.toMatchObject(forbidden);
    await expect(allowEgress(ana, { hostPort: "10.0.0.6:1" })).rejects.toMatchObject(forbidden);
    await expect(removeEgress(ana, { id: ana.userId })).rejects.toMatchObject(forbidden);
  });

  test("elsewhere is heard of here", async () => {
    const [host, port] = ["10.9.9.9", 99];
    const data = { id: crypto.randomUUID(), host, port };
    await db().egressAllowance.create({ data });
    await bus().settled();
    await egressReady();
    expect(isEgressAllowed(host, port)).toBe(true);
  });
});
