import { beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/server/core/ids";
import { credentialBinding } from "@/server/credentials/binding";
import { readHeld } from "@/server/credentials/held";
import { markRefused } from "@/server/credentials/report";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { env } from "@/server/infra/env";
import { sealForProject } from "@/server/infra/seal";
import { type Corridor, openCorridor } from "@/server/testing/corridor";
import { askModern, LegacyClient } from "@/server/testing/corridor-client";
import { type FakeOptions, startFakeUpstream } from "@/server/testing/fake-upstream";
import {
  connectAs,
  openSignedInCorridor,
  rowOf,
  type SignedInCorridor,
} from "@/server/testing/signed-in-corridor";
import { closeServers, opened, type Pair, startPair } from "@/server/testing/upstream-sign-in";

closeServers();

const whoami = { name: "whoami", arguments: {} };

async function textOf(corridor: Corridor, params: Record<string, unknown> = whoami) {
  const { message } = await askModern(corridor, "tools/call", params);
  return String(message.result.content[0].text);
}

describe("a server that wants more rights than were granted", () => {
  let needed: string;
  let pair: Pair;
  let corridor: SignedInCorridor;

  beforeEach(async () => {
    needed = "read";
    pair = await startPair({ style: "notion" }, { scope: () => needed });
    corridor = await openSignedInCorridor(pair, "personal");
    await connectAs(corridor, "ana");
    needed = "admin";
  });

  test("sends the person to grant them, asks the service for nothing, and counts each wish once (T53)", async () => {
    for (let turn = 0; turn < 3; turn++)
      expect(await textOf(corridor)).toMatch(
        /needs more rights than your account has granted. Open/,
      );
    expect(await rowOf(corridor, corridor.userId)).toMatchObject({
      wantedScopes: ["admin"],
      stepUps: 1,
      needsSignInSince: null,
    });
    expect(pair.authority.grants("refresh_token")).toBe(0);
    const calls = pair.upstream.requests.filter(({ rpcMethod }) => rpcMethod === "tools/call");
    expect(calls).toHaveLength(3);
    needed = "read";
    expect(await textOf(corridor)).toBe("ana");
  });

  test("whatever was granted is given up on after three times", async () => {
    await db().serverCredential.updateMany({
      where: { serverId: corridor.server.id },
      data: { stepUps: 3 },
    });
    await bus().settled();
    expect(await textOf(corridor)).toMatch(/Your sign-in at the server “Guarded” has ended/);
    const { needsSignInSince, statusReason } = await rowOf(corridor, corridor.userId);
    expect(needsSignInSince).not.toBeNull();
    expect(statusReason).toMatch(/keeps asking for more rights/);
  });
});

describe("a shared key that a server turns away", () => {
  async function scene() {
    const options: FakeOptions = { era: "both" };
    const upstream = await opened(startFakeUpstream(options));
    const corridor = await openCorridor([upstream]);
    const [server] = corridor.servers;
    if (!server) throw new Error("no server");
    const id = newId();
    const binding = credentialBinding({ ...server, projectId: corridor.projectId }, { id });
    const sealed = await sealForProject(corridor.projectId, "a key", binding);
    const data = { id, serverId: server.id, kind: "bearer", sealed, hint: "", createdBy: "Ada" };
    await db().serverCredential.create({ data });
    await db().mcpServer.update({ where: { id: server.id }, data: { authMethod: "bearer" } });
    await bus().settled();
    const stateOf = () => db().mcpServer.findUniqueOrThrow({ where: { id: server.id } });
    return { options, corridor, server, id, stateOf };
  }

  test("is said on the row and the server; the client is told whom to ask, and the tools stay", async () => {
    const { options, corridor, id, stateOf } = await scene();
    options.bearer = "another key";
    const { slug } = await db().project.findUniqueOrThrow({ where: { id: corridor.projectId } });
    const server = await stateOf();
    const page = `${env().publicUrl}/projects/${slug}/servers/${server.slug}/credentials`;
    const text = await textOf(corridor, { name: "echo", arguments: { text: "hi" } });
    expect(text).toContain(`Ask an administrator of the project to renew the credential: ${page}`);
    await bus().settled();
    expect(await stateOf()).toMatchObject({ status: "needs_sign_in" });
    const row = await db().serverCredential.findUniqueOrThrow({ where: { id } });
    expect(row.statusReason).toMatch(/does not accept the stored credential/);
    const client = await LegacyClient.connect(corridor);
    expect((await client.request("tools/list")).message.result.tools).not.toHaveLength(0);
  });

  test("and takes again is used again", async () => {
    const { options, corridor, id, stateOf } = await scene();
    options.bearer = "another key";
    await textOf(corridor, { name: "echo", arguments: { text: "hi" } });
    await bus().settled();
    delete options.bearer;
    expect(await textOf(corridor, { name: "echo", arguments: { text: "hi" } })).toBe("hi");
    await expect.poll(async () => (await stateOf()).status).toBe("connected");
    const row = await db().serverCredential.findUniqueOrThrow({ where: { id } });
    expect(row.needsSignInSince).toBeNull();
  });

  test("is not said of the one that has taken its place", async () => {
    const { corridor, server, id } = await scene();
    const held = await readHeld(server.id, null);
    if (!held) throw new Error("nothing stored");
    await db().serverCredential.update({ where: { id }, data: { version: 2 } });
    await markRefused({ ...server, projectId: corridor.projectId }, held, "no", new Date());
    const row = await db().serverCredential.findUniqueOrThrow({ where: { id } });
    expect(row.needsSignInSince).toBeNull();
  });
});
