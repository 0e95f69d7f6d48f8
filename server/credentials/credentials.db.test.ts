import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/access/access";
import { credentialKeyOf } from "@/server/credentials/binding";
import { removeCredential, replaceCredential } from "@/server/credentials/mutations";
import { openAccess } from "@/server/credentials/open";
import type { Authentication } from "@/server/credentials/schema";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { pool } from "@/server/infra/pg";
import { createServer } from "@/server/servers/create";
import { getServer } from "@/server/servers/queries";
import { syncServer } from "@/server/servers/sync";
import { updateServer } from "@/server/servers/update";
import { allowUpstream } from "@/server/testing/allow-upstream";
import { ctxOf, makeMember, makeProject, makeServer } from "@/server/testing/factories";
import { type FakeUpstream, startFakeUpstream } from "@/server/testing/fake-upstream";

const token = "canary-T0ken-4f9c2ab7x9f2";
let guarded: FakeUpstream;
let keyed: FakeUpstream;
let admin: Ctx;
let foreign: { id: string };

beforeAll(async () => {
  guarded = await startFakeUpstream({ bearer: token });
  keyed = await startFakeUpstream({ header: ["X-Api-Key", token] });
  const project = await makeProject();
  admin = await makeMember(project.id);
  foreign = await makeServer((await makeProject("Other")).id, "theirs");
  await allowUpstream(guarded, keyed);
});

afterAll(() => Promise.all([guarded.close(), keyed.close()]));

const later = (seconds: number): Ctx => ({
  ...admin,
  now: new Date(admin.now.getTime() + seconds * 1000),
});
const bearer = (secret = token) => ({ method: "bearer", token: secret }) as const;
const add = (name: string, authentication: Authentication = bearer(), url = guarded.url) =>
  createServer(admin, { name, url, description: "", authentication });

async function stored(serverId: string) {
  const server = await db().mcpServer.findUniqueOrThrow({ where: { id: serverId } });
  const credential = await db().serverCredential.findFirstOrThrow({ where: { serverId } });
  return { server, credential };
}

const unreadable = { code: "connection_required", details: { reason: "unreadable" } };

describe("a stored credential", () => {
  test("signs in: as a bearer token, or in a header of its own", async () => {
    expect((await add("Bearer")).sync).toMatchObject({ status: "connected", added: 6 });
    const header = { method: "header", name: "X-Api-Key", value: token } as const;
    expect((await add("Header", header, keyed.url)).sync.status).toBe("connected");
  });

  test("stands nowhere in the database in clear, base64 or hex (T79)", async () => {
    await add("At rest");
    const { rows } = await pool().query<{ table: string }>(
      `SELECT table_name AS table FROM information_schema.tables WHERE table_schema = 'public'`,
    );
    const dump = await Promise.all(
      rows.map(async ({ table }) => {
        const { rows: all } = await pool().query(`SELECT * FROM "${table}"`);
        return JSON.stringify(all);
      }),
    );
    const text = dump.join("\n");
    expect(text).toContain("v1.p.");
    for (const encoding of ["utf8", "base64", "base64url", "hex"] as const) {
      const form = Buffer.from(token).toString(encoding);
      expect(text).not.toContain(form);
    }
  });

  test("is never part of an answer, only its last four characters are", async () => {
    const { slug } = await add("Write-only");
    const answer = await getServer(admin, { slug });
    expect(answer.credential).toMatchObject({ hint: "x9f2", version: 1, createdBy: "Ana Lima" });
    expect(JSON.stringify(answer)).not.toContain("v1.p.");
    expect(JSON.stringify(answer)).not.toContain(token);
  });

  test("moved to another row does not open, and the server says so (T80)", async () => {
    const first = await stored((await add("Swap one")).id);
    const second = await stored((await add("Swap two", bearer("another-token-000"))).id);
    await db().serverCredential.update({
      where: { id: second.credential.id },
      data: { sealed: first.credential.sealed },
    });
    await bus().settled();
    const { server } = second;
    await expect(openAccess(server, null, admin.now)).rejects.toMatchObject(unreadable);
    const before = guarded.requests.length;
    const result = await syncServer(later(1), { id: second.server.id });
    expect(result.status).toBe("needs_sign_in");
    expect(result.statusReason).toMatch(/cannot be opened/);
    expect(guarded.requests.length).toBe(before);
  });

  test("of one project does not open as another project's", async () => {
    const { server } = await stored((await add("Project")).id);
    const elsewhere = { ...server, projectId: foreign.id };
    await expect(openAccess(elsewhere, null, admin.now)).rejects.toMatchObject(unreadable);
  });
});

describe("replacing a credential", () => {
  test("grows the version, tries the new one and records no secret", async () => {
    const { id, slug, sync } = await add("Replace", bearer("wrong-token-00000"));
    expect(sync).toMatchObject({ status: "needs_sign_in" });
    const before = await stored(id);
    const result = await replaceCredential(later(1), { server: id, authentication: bearer() });
    expect(result).toMatchObject({ status: "connected", added: 6 });
    const after = await stored(id);
    expect(after.credential.version).toBe(2);
    expect(credentialKeyOf(after.credential)).not.toBe(credentialKeyOf(before.credential));
    expect((await getServer(admin, { slug })).credential?.version).toBe(2);
    const events = await db().auditEvent.findMany({ where: { subjectId: id } });
    expect(events.map((event) => event.action)).toContain("credential.replaced");
    expect(JSON.stringify(events)).not.toContain(token);
  });

  test("removing it leaves a server that needs sign-in and keeps its tools", async () => {
    const { id, slug } = await add("Remove");
    await removeCredential(later(1), { server: id });
    const server = await getServer(admin, { slug });
    expect(server).toMatchObject({ status: "needs_sign_in", credential: null, tools: 6 });
    const row = await db().mcpServer.findUniqueOrThrow({ where: { id } });
    await bus().settled();
    const missing = { code: "connection_required", details: { reason: "not_connected" } };
    await expect(openAccess(row, null, admin.now)).rejects.toMatchObject(missing);
  });

  test("is for those who may, in their own project", async () => {
    const input = { server: foreign.id, authentication: bearer() };
    await expect(replaceCredential(admin, input)).rejects.toMatchObject({ code: "not_found" });
    const removal = removeCredential(admin, { server: foreign.id });
    await expect(removal).rejects.toMatchObject({ code: "not_found" });
    const auditor = ctxOf(admin.projectId, "auditor");
    await expect(replaceCredential(auditor, input)).rejects.toMatchObject({ code: "forbidden" });
    expect(await db().serverCredential.count({ where: { serverId: foreign.id } })).toBe(0);
  });
});

describe("a new address (T84)", () => {
  test("on another host invalidates the credential, which is not sent there", async () => {
    const { id, slug } = await add("Moves");
    const before = keyed.requests.length;
    const result = await updateServer(later(1), { id, url: keyed.url });
    expect(result).toEqual({ credentialDropped: true, sync: null });
    expect(keyed.requests.length).toBe(before);
    expect(await db().serverCredential.count({ where: { serverId: id } })).toBe(0);
    const server = await getServer(admin, { slug });
    expect(server).toMatchObject({ status: "needs_sign_in", credential: null, tools: 6 });
    expect(server.statusReason).toMatch(/another host/);
  });

  test("on another host with a credential for it is taken together", async () => {
    const { id } = await add("Moves along", bearer("wrong-token-00000"), guarded.url);
    const header = { method: "header", name: "X-Api-Key", value: token } as const;
    const change = { id, url: keyed.url, authentication: header };
    const result = await updateServer(later(1), change);
    expect(result).toMatchObject({ credentialDropped: false, sync: { status: "connected" } });
  });

  test("on the same host keeps it", async () => {
    const { id } = await add("Stays");
    const result = await updateServer(later(1), { id, url: `${guarded.url}?team=a` });
    expect(result).toMatchObject({ credentialDropped: false, sync: { status: "connected" } });
  });
});
