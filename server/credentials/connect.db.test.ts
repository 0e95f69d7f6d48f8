import { afterEach, describe, expect, test, vi } from "vitest";
import { GET as clientJson } from "@/app/connect/client.json/route";
import { forget } from "@/server/core/shared";
import { openAccess } from "@/server/credentials/open";
import { db } from "@/server/infra/db";
import { getServer } from "@/server/servers/queries";
import {
  adminNow,
  arrive,
  begin,
  connect,
  credentialsOf,
  joined,
  openScene,
  type Scene,
  signedIn,
} from "@/server/testing/connect-scene";
import { makeEndpointOf } from "@/server/testing/personal-scene";
import { closeServers } from "@/server/testing/upstream-sign-in";

vi.setConfig({ testTimeout: 30_000 });
closeServers();

afterEach(() => {
  vi.unstubAllEnvs();
  forget("env");
});

const known = { outcome: "connected", reason: null, server: "Guarded" };

/** Whose token a call of this person carries. */
async function accountOf({ server, pair }: Scene, userId: string | null) {
  const row = await db().mcpServer.findUniqueOrThrow({ where: { id: server.id } });
  const { headers } = await openAccess(row, userId, new Date());
  const token = headers["authorization"]?.replace("Bearer ", "") ?? "";
  return (await pair.authority.holderOf(token, pair.upstream.url))?.account ?? null;
}

const serverNow = (scene: Scene) => getServer(adminNow(scene), { slug: scene.server.slug });

describe("a service where clients register themselves", () => {
  test("an administrator signs in for everyone, and the tools are there on arrival", async () => {
    const scene = await openScene({ style: "notion" });
    expect(await serverNow(scene)).toMatchObject({ status: "needs_sign_in", tools: 0 });
    expect(scene.pair.upstream.requests.some(({ rpcMethod }) => rpcMethod === "tools/list")).toBe(
      false,
    );
    expect(await connect(scene)).toEqual(known);
    expect(await serverNow(scene)).toMatchObject({ status: "connected", tools: 1 });
    expect(await accountOf(scene, null)).toBe("ana");
  });

  test("registers once, however often people connect", async () => {
    const scene = await openScene({ style: "notion" });
    const begun = await Promise.all([begin(scene), begin(scene), begin(scene)]);
    const ids = begun.map(({ url }) => new URL(url).searchParams.get("client_id"));
    expect(new Set(ids).size).toBe(1);
    await connect(scene);
    await connect(scene, { account: "bo" });
    const rows = await db().serverRegistration.findMany({ where: { serverId: scene.server.id } });
    expect(rows).toHaveLength(1);
    const [credential] = await credentialsOf(scene);
    expect(credential?.clientId).toBe(rows[0]?.clientId);
  });
});

describe("a service where a client is made by hand", () => {
  test("the entered id and secret serve, and nothing is registered", async () => {
    const scene = await openScene({ style: "github" });
    expect(await connect(scene)).toEqual(known);
    expect(await accountOf(scene, null)).toBe("ana");
    const rows = await db().serverRegistration.findMany({ where: { serverId: scene.server.id } });
    expect(rows.map(({ origin }) => origin)).toEqual(["entered"]);
  });

  test("without an entered client the person is told what is missing, and goes nowhere", async () => {
    const scene = await openScene({ style: "github", entered: false });
    await expect(begin(scene)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("does not register clients by itself"),
      details: { reason: "client_required", host: scene.pair.authority.hostPort },
    });
    const where = { serverId: scene.server.id };
    expect(await db().connectionAttempt.count({ where })).toBe(0);
  });
});

describe("a service that reads clients' documents", () => {
  test("knows us by the one we serve", async () => {
    vi.stubEnv("PUBLIC_URL", "https://gatehouse.example");
    forget("env");
    const asked: string[] = [];
    const fetchDocument = async (url: string) => {
      asked.push(url);
      return clientJson();
    };
    const scene = await openScene({ style: "document", fetchDocument });
    expect(await connect(scene)).toEqual(known);
    expect(asked).toEqual(["https://gatehouse.example/connect/client.json"]);
    const [credential] = await credentialsOf(scene);
    expect(credential?.clientId).toBe("https://gatehouse.example/connect/client.json");
    expect(await db().serverRegistration.count({ where: { serverId: scene.server.id } })).toBe(0);
  });

  test("cannot read one of an installation nobody else reaches: there is none", async () => {
    const response = clientJson();
    expect(response.status).toBe(404);
    expect(response.headers.get("cache-control")).toBe("no-store");
  });
});

describe("accounts of people's own", () => {
  test("each person's is theirs alone, and two are never mixed up (T51)", async () => {
    const scene = await openScene({ style: "notion", mode: "personal" });
    await makeEndpointOf(scene.project.projectId, "Support", [scene.server]);
    const [bo, cy] = [await joined(scene), await joined(scene)];
    expect(await connect(scene, { account: "bo" }, bo)).toEqual(known);
    expect(await connect(scene, { account: "cy" }, cy)).toEqual(known);
    expect(await accountOf(scene, bo.userId)).toBe("bo");
    expect(await accountOf(scene, cy.userId)).toBe("cy");
    await expect(accountOf(scene, scene.admin.userId)).rejects.toMatchObject({
      details: { reason: "not_connected", mode: "personal" },
    });
  });

  test("the first of an administrator brings the tools", async () => {
    const scene = await openScene({ style: "notion", mode: "personal" });
    expect(await connect(scene)).toEqual(known);
    expect(await serverNow(scene)).toMatchObject({ status: "connected", tools: 1 });
  });

  test("who reaches the server through no endpoint finds none", async () => {
    const scene = await openScene({ style: "notion", mode: "personal" });
    const notFound = { code: "not_found" };
    await expect(begin(scene, await joined(scene))).rejects.toMatchObject(notFound);
    const elsewhere = await openScene({ style: "notion", mode: "personal" });
    await expect(begin(scene, elsewhere.admin)).rejects.toMatchObject(notFound);
  });

  test("the shared one is for who may change the server", async () => {
    const scene = await openScene({ style: "notion" });
    await makeEndpointOf(scene.project.projectId, "Support", [scene.server]);
    await expect(begin(scene, await joined(scene))).rejects.toMatchObject({ code: "not_found" });
    const auditor = await joined(scene, "auditor");
    await expect(begin(scene, auditor)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("connecting again", () => {
  test("as another account replaces the tokens", async () => {
    const scene = await openScene({ style: "notion" });
    await connect(scene, { account: "ana" });
    const [before] = await credentialsOf(scene);
    await connect(scene, { account: "bo" });
    const [after, ...more] = await credentialsOf(scene);
    expect(more).toEqual([]);
    expect(after?.id).not.toBe(before?.id);
    expect(after?.version).toBe((before?.version ?? 0) + 1);
    expect(await accountOf(scene, null)).toBe("bo");
    // The service named nobody: to revoke there might end the sign-in just made.
    expect(revocationsOf(scene)).toEqual([]);
  });

  test("gives the tokens of another account back where the service names both (T85)", async () => {
    const scene = await openScene({ style: "notion" });
    await connect(scene, { account: "ana" });
    await db().serverCredential.updateMany({
      where: { serverId: scene.server.id },
      data: { account: "ana@example.com", wantedScopes: ["openid"] },
    });
    await connect(scene, { account: "bo" });
    const [after] = await credentialsOf(scene);
    expect(after?.account).toContain("bo");
    expect(revocationsOf(scene)).toEqual(["refresh_token", "access_token"]);
  });

  test("asks for what was granted before and what calls were refused for", async () => {
    const scene = await openScene({ style: "notion" });
    await connect(scene);
    await db().serverCredential.updateMany({
      where: { serverId: scene.server.id },
      data: { wantedScopes: ["admin"] },
    });
    const { url } = await begin(scene);
    const asked = new URL(url).searchParams.get("scope")?.split(" ");
    expect(asked).toEqual(expect.arrayContaining(["read", "admin"]));
    expect(await connect(scene)).toEqual(known);
    const [credential] = await credentialsOf(scene);
    expect(credential).toMatchObject({ wantedScopes: [] });
    expect(credential?.scopes).toContain("admin");
  });

  test("is on the record with the account and without a secret", async () => {
    const scene = await openScene({ style: "notion" });
    await connect(scene);
    const event = await db().auditEvent.findFirstOrThrow({
      where: { action: "credential.connected", subjectId: scene.server.id },
    });
    expect(event.actorId).toBe(scene.admin.userId);
    expect(event.after).toMatchObject({ mode: "shared", issuer: scene.pair.authority.issuer });
  });
});

test("the person goes on at the page they left, and nothing of the answer goes along", async () => {
  const scene = await openScene({ style: "notion" });
  const back = await signedIn(scene);
  const response = await arrive(back, scene.admin);
  expect(response.status).toBe(303);
  const { project, server } = scene;
  expect(response.headers.get("location")).toMatch(
    new RegExp(
      `^http://localhost:3000/projects/${project.slug}/servers/${server.slug}/credentials\\?attempt=[0-9a-f-]{36}$`,
    ),
  );
  expect(response.headers.get("referrer-policy")).toBe("no-referrer");
  expect(response.headers.get("cache-control")).toBe("no-store");
});

/** Which kinds of tokens the service was told to end. */
function revocationsOf({ pair }: Awaited<ReturnType<typeof openScene>>): (string | null)[] {
  return pair.authority.requests
    .filter(({ path }) => path.includes("revocation"))
    .map(({ body }) => new URLSearchParams(body).get("token_type_hint"));
}
