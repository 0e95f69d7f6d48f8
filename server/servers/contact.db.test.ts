import { beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/access/access";
import { db } from "@/server/infra/db";
import { checkServer } from "@/server/servers/check";
import { syncServer } from "@/server/servers/sync";
import { makeMember } from "@/server/testing/factories";
import {
  connectAs,
  expire,
  openSignedInCorridor,
  rowOf,
  type SignedInCorridor,
} from "@/server/testing/signed-in-corridor";
import { closeServers, type Pair, startPair } from "@/server/testing/upstream-sign-in";

closeServers();

let pair: Pair;
let admin: Ctx;

beforeEach(async () => {
  pair = await startPair({ style: "notion" });
});

const toolsOf = ({ server }: SignedInCorridor) =>
  db().mcpServerTool.count({ where: { serverId: server.id, removedAt: null } });

const statusOf = async ({ server }: SignedInCorridor) =>
  (await db().mcpServer.findUniqueOrThrow({ where: { id: server.id } })).status;

async function open(mode: "shared" | "personal"): Promise<SignedInCorridor> {
  const corridor = await openSignedInCorridor(pair, mode);
  admin = await makeMember(corridor.projectId);
  return corridor;
}

const sync = (corridor: SignedInCorridor) => syncServer(admin, { id: corridor.server.id });

describe("reading the tools of a server where everyone is one account", () => {
  test("renews an expired token first", async () => {
    const corridor = await open("shared");
    await expire(corridor, null);
    expect(await sync(corridor)).toMatchObject({ status: "connected", removed: 0 });
    expect(pair.authority.grants("refresh_token")).toBe(1);
    expect(await toolsOf(corridor)).toBe(1);
  });

  test("renews a token once that the server refuses, also for a check", async () => {
    const corridor = await open("shared");
    const { holderOf } = pair.authority;
    let refusals = 1;
    pair.authority.holderOf = async (...given) => (refusals-- > 0 ? null : holderOf(...given));
    expect((await checkServer(admin, { id: corridor.server.id })).status).toBe("connected");
    expect(pair.authority.grants("refresh_token")).toBe(1);
  });

  test("keeps them when the service refuses to renew, and says so", async () => {
    const corridor = await open("shared");
    pair.authority.holderOf = async () => null;
    const result = await sync(corridor);
    expect(result).toMatchObject({ status: "needs_sign_in", removed: 0 });
    expect(result.statusReason).toMatch(/no longer accepts this sign-in/);
    expect(await toolsOf(corridor)).toBe(1);
    expect((await rowOf(corridor, null)).needsSignInSince).not.toBeNull();
  });
});

describe("reading the tools of a server where each person has an account", () => {
  test("is done with the administrator's own", async () => {
    const corridor = await open("personal");
    await connectAs({ ...corridor, userId: admin.userId }, "boss");
    expect(await sync(corridor)).toMatchObject({ status: "connected", removed: 0 });
    await expect.poll(async () => (await rowOf(corridor, admin.userId)).lastUsedAt).not.toBeNull();
  });

  test("without one asks nobody, keeps the tools, and says nothing against the server", async () => {
    const corridor = await open("personal");
    await connectAs(corridor, "ana");
    const before = pair.upstream.requests.length;
    const result = await sync(corridor);
    expect(result.statusReason).toMatch(/Ana Lima has no account connected to this server/);
    expect(await statusOf(corridor)).toBe("connected");
    expect(await toolsOf(corridor)).toBe(1);
    expect(pair.upstream.requests.length).toBe(before);
  });
});
