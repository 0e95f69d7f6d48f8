import { describe, expect, test, vi } from "vitest";
import { enterRegistration } from "@/server/credentials/enter-registration";
import { db } from "@/server/infra/db";
import { updateServer } from "@/server/servers/update";
import { allowUpstream } from "@/server/testing/allow-upstream";
import {
  adminNow,
  arrive,
  begin,
  callback,
  connect,
  credentialsOf,
  openScene,
  outcomeOf,
  type Scene,
  signedIn,
} from "@/server/testing/connect-scene";
import { type GuardedUpstream, startGuardedUpstream } from "@/server/testing/guarded-upstream";
import {
  enteredByHand,
  startUpstreamAuthorizationServer,
  type UpstreamAuthorizationServer,
} from "@/server/testing/upstream-authorization-server";
import { closeServers, opened } from "@/server/testing/upstream-sign-in";

vi.setConfig({ testTimeout: 30_000 });
closeServers();

const exchanges = ({ pair }: Scene) => pair.authority.grants("authorization_code");

/** The answer of the service, changed on its way. */
async function answered(scene: Scene, change: (params: URLSearchParams) => void) {
  const back = await signedIn(scene);
  change(back.searchParams);
  return outcomeOf(await arrive(back, scene.admin), scene.admin);
}

const attack = "Call 555-0100 and read them your password";

describe("a sign-in that does not succeed says why, in our own words", () => {
  test("declined by the person", async () => {
    const scene = await openScene({ style: "notion" });
    const { hostPort } = scene.pair.authority;
    expect(await connect(scene, { decision: "deny" })).toEqual({
      outcome: "declined",
      reason: `You declined the sign-in at ${hostPort}. Nothing changed.`,
      server: "Guarded",
    });
    expect(await credentialsOf(scene)).toEqual([]);
  });

  test("refused by the service, whose text is not shown", async () => {
    const scene = await openScene({ style: "notion" });
    const settled = await answered(scene, (params) => {
      params.delete("code");
      params.set("error", "server_error");
      params.set("error_description", attack);
    });
    expect(settled).toMatchObject({ outcome: "refused" });
    expect(settled?.reason).toContain("refused the sign-in");
    expect(JSON.stringify(settled)).not.toContain("555-0100");
    expect(exchanges(scene)).toBe(0);
  });

  test("a client the service does not know any more", async () => {
    const scene = await openScene({ style: "github" });
    const back = await signedIn(scene);
    const entered = { server: scene.server.id, clientId: "other", clientSecret: "wrong" };
    await enterRegistration(adminNow(scene), entered);
    expect(await outcomeOf(await arrive(back, scene.admin), scene.admin)).toMatchObject({
      outcome: "connected",
    });
    const { url } = await begin(scene);
    const state = new URL(url).searchParams.get("state") ?? "";
    const iss = scene.pair.authority.issuer;
    const query = new URLSearchParams({ state, code: "made-up", iss });
    const settled = await outcomeOf(
      await arrive(`${callback()}?${query}`, scene.admin),
      scene.admin,
    );
    expect(settled).toMatchObject({ outcome: "refused" });
    expect(settled?.reason).toContain("does not accept Gatehouse as its client");
  });

  test("a code the service does not take", async () => {
    const scene = await openScene({ style: "notion" });
    const settled = await answered(scene, (params) => params.set("code", "another"));
    expect(settled).toMatchObject({ outcome: "refused" });
    expect(await credentialsOf(scene)).toEqual([]);
  });

  test("a service that cannot be reached", async () => {
    const scene = await openScene({ style: "notion" });
    const back = await signedIn(scene);
    await scene.pair.authority.close();
    const settled = await outcomeOf(await arrive(back, scene.admin), scene.admin);
    expect(settled).toMatchObject({ outcome: "failed" });
    expect(settled?.reason).toContain("did not answer");
  });

  test("a token that the server itself does not take, and the one before stays", async () => {
    let other: UpstreamAuthorizationServer | null = null;
    const scene = await openScene({ style: "notion", movedTo: () => other });
    await connect(scene);
    const before = await credentialsOf(scene);
    const back = await signedIn(scene, { account: "bo" });
    other = await opened(startUpstreamAuthorizationServer({ style: "notion" }));
    const settled = await outcomeOf(await arrive(back, scene.admin), scene.admin);
    expect(settled).toMatchObject({ outcome: "refused" });
    expect(settled?.reason).toContain("Guarded does not accept that sign-in");
    expect(await credentialsOf(scene)).toEqual(before);
  });

  test("rights that do not suffice are asked for the next time", async () => {
    const scene = await openScene({
      style: "notion",
      // The stranger is asked for less than the guest.
      guarded: {
        scope: "admin",
        challenge: (status) => `Bearer scope="${status === 401 ? "read" : "admin"}"`,
      },
    });
    const first = await connect(scene);
    expect(first).toMatchObject({ outcome: "refused" });
    expect(first?.reason).toContain("needs more rights");
    expect(await connect(scene)).toMatchObject({ outcome: "connected" });
  });
});

describe("T47: answers that are mixed up", () => {
  test.each([
    ["another issuer", "https://evil.example"],
    ["the issuer with a slash", "normalised"],
    ["no issuer", null],
  ])("%s: the code is sent nowhere and no text is shown", async (_name, iss) => {
    const scene = await openScene({ style: "notion" });
    const settled = await answered(scene, (params) => {
      params.set("error_description", attack);
      if (iss === null) params.delete("iss");
      else params.set("iss", iss === "normalised" ? `${scene.pair.authority.issuer}/` : iss);
    });
    expect(settled).toMatchObject({ outcome: "failed" });
    expect(settled?.reason).toContain("did not come from the service that was asked");
    expect(settled?.reason).not.toContain("555-0100");
    expect(exchanges(scene)).toBe(0);
    expect(await credentialsOf(scene)).toEqual([]);
  });
});

describe("services that cannot be believed: nobody is sent there", () => {
  test.each([
    ["T46", "another issuer", { issuer: "https://evil.example" }, "issuer_mismatch"],
    ["T46", "a script", { authorization_endpoint: "javascript:alert(1)" }, "address"],
    ["T46", "a token endpoint in clear", { token_endpoint: "http://evil.example/t" }, "address"],
    ["T49", "no PKCE", { code_challenge_methods_supported: ["plain"] }, "no_pkce"],
  ])("%s: %s", async (_test, _name, change, reason) => {
    const metadata = (document: Record<string, unknown>) => ({ ...document, ...change });
    const scene = await openScene({ style: "notion", metadata });
    await expect(begin(scene)).rejects.toMatchObject({
      code: "upstream_invalid",
      details: { reason },
    });
  });

  test("T45: metadata on another origin counts only when an administrator confirmed it", async () => {
    const scene: Scene = await openScene({ style: "notion" });
    const { authority, upstream } = scene.pair;
    const other: GuardedUpstream = await opened(
      startGuardedUpstream({
        authority: () => authority,
        metadata: (document) => ({ ...document, resource: elsewhere.url }),
      }),
    );
    const elsewhere: GuardedUpstream = await opened(
      startGuardedUpstream({
        authority: () => authority,
        challenge: () =>
          `Bearer scope="read", resource_metadata="${new URL(other.url).origin}/.well-known/oauth-protected-resource/mcp"`,
      }),
    );
    await allowUpstream(authority, upstream, other, elsewhere);
    const { id } = scene.server;
    await updateServer(adminNow(scene), { id, url: elsewhere.url });
    const { origin } = new URL(other.url);
    await expect(begin(scene)).rejects.toMatchObject({
      details: { reason: "foreign_metadata", origin },
    });
    await updateServer(adminNow(scene), { id, metadataOrigin: origin });
    expect(await connect(scene)).toMatchObject({ outcome: "connected" });
  });
});

describe("T48: a server that signs people in elsewhere from now on", () => {
  async function moving(style: "github" | "notion") {
    let moved: UpstreamAuthorizationServer | null = null;
    const scene = await openScene({ style, movedTo: () => moved });
    await connect(scene);
    moved = await opened(startUpstreamAuthorizationServer({ style: "notion" }));
    await allowUpstream(moved);
    return { scene, moved };
  }

  test("registers anew there, and shows the old client to nobody", async () => {
    const { scene, moved } = await moving("notion");
    const [old] = await credentialsOf(scene);
    expect(await connect(scene)).toMatchObject({ outcome: "connected" });
    const [now] = await credentialsOf(scene);
    expect(now).toMatchObject({ issuer: moved.issuer });
    expect(JSON.stringify(moved.requests)).not.toContain(old?.clientId);
  });

  test("a client entered by hand is not offered there: another must be entered", async () => {
    const { scene, moved } = await moving("github");
    await expect(begin(scene)).rejects.toMatchObject({
      code: "conflict",
      details: { reason: "client_required", why: "issuer_changed", host: moved.hostPort },
    });
    const client = enteredByHand(callback());
    const entered = { server: scene.server.id, clientId: client.client_id, clientSecret: "" };
    await enterRegistration(adminNow(scene), entered);
    const { host } = await begin(scene);
    expect(host).toBe(moved.hostPort);
  });
});

test("another host takes credentials, clients and what was discovered away (T84)", async () => {
  const scene = await openScene({ style: "notion" });
  await connect(scene);
  const other = await opened(startGuardedUpstream({ authority: () => scene.pair.authority }));
  await allowUpstream(other);
  const { id } = scene.server;
  const updated = await updateServer(adminNow(scene), { id, url: other.url });
  expect(updated).toEqual({ credentialDropped: true, sync: null });
  expect(await credentialsOf(scene)).toEqual([]);
  expect(await db().serverRegistration.count({ where: { serverId: id } })).toBe(0);
  const row = await db().mcpServer.findUniqueOrThrow({ where: { id } });
  expect(row).toMatchObject({ status: "needs_sign_in", discovery: null, discoveredAt: null });
  const told = scene.pair.authority.requests.filter(({ path }) => path.includes("revocation"));
  expect(told).toHaveLength(2);
});
