import { describe, expect, test } from "vitest";
import { signInAt } from "@/server/testing/signing-in";
import {
  closeServers,
  knock,
  redirectUri,
  signIn,
  startPair,
} from "@/server/testing/upstream-sign-in";
import { beginAuthorization } from "@/server/upstream/oauth/authorize";
import { readChallenge } from "@/server/upstream/oauth/challenge";
import { completeAuthorization } from "@/server/upstream/oauth/complete";
import { type Cure, cureFor, type Tried } from "@/server/upstream/oauth/cure";
import { refreshTokens } from "@/server/upstream/oauth/refresh";

closeServers();

const untried: Tried = { canRefresh: true, refreshed: false, stepUps: 0, scopes: ["a"] };
const scoped = readChallenge('Bearer error="insufficient_scope", scope="b c"');

test.each<[string, number, ReturnType<typeof readChallenge>, Partial<Tried>, Cure]>([
  ["401: refresh", 401, null, {}, { kind: "refresh" }],
  ["401 after a refresh: sign in", 401, null, { refreshed: true }, { kind: "sign_in" }],
  ["401 without a refresh token: sign in", 401, null, { canRefresh: false }, { kind: "sign_in" }],
  ["403 for scope: the union", 403, scoped, {}, { kind: "step_up", scopes: ["a", "b", "c"] }],
  [
    "403 with scopes and no error: the union",
    403,
    readChallenge('Bearer scope="a b"'),
    { scopes: null },
    { kind: "step_up", scopes: ["a", "b"] },
  ],
  ["403 after three step-ups: sign in", 403, scoped, { stepUps: 3 }, { kind: "sign_in" }],
  [
    "403 for scopes that were asked for already: sign in",
    403,
    scoped,
    { scopes: ["b", "c", "d"] },
    { kind: "sign_in" },
  ],
  ["403 without a challenge: nothing helps", 403, null, {}, { kind: "none" }],
  [
    "403 for something else",
    403,
    readChallenge('Bearer error="x", scope="a"'),
    {},
    { kind: "none" },
  ],
  ["another status", 404, scoped, {}, { kind: "none" }],
])("%s", (_name, status, challenge, change, cure) => {
  expect(cureFor({ status, challenge }, { ...untried, ...change })).toEqual(cure);
});

describe("T53: loops end", () => {
  test("a server that refuses every token is asked twice, with one refresh", async () => {
    const { authority, upstream } = await startPair({ style: "notion" });
    const { found, client, tokens } = await signIn(upstream);
    let token = "never-good";
    let tried: Tried = { ...untried, scopes: tokens.scopes };
    const before = upstream.requests.length;
    const cures: string[] = [];
    for (;;) {
      const cure = cureFor(await knock(upstream, token), tried);
      cures.push(cure.kind);
      if (cure.kind !== "refresh") break;
      const outcome = await refreshTokens({
        server: found.server,
        client,
        refreshToken: tokens.refreshToken ?? "",
        resource: found.resource,
        scopes: tokens.scopes,
        now: new Date(),
      });
      expect(outcome.kind).toBe("refreshed");
      tried = { ...tried, refreshed: true };
      token = "still-not-good";
    }
    expect(cures).toEqual(["refresh", "sign_in"]);
    expect(upstream.requests.length - before).toBe(2);
    expect(authority.grants("refresh_token")).toBe(1);
  });

  test("a server that always wants another scope gets three step-ups", async () => {
    const asked: string[][] = [];
    let tried = untried;
    for (let call = 0; call < 20; call++) {
      const challenge = readChallenge(`Bearer error="insufficient_scope", scope="s${call}"`);
      const cure = cureFor({ status: 403, challenge }, tried);
      if (cure.kind !== "step_up") break;
      asked.push(cure.scopes);
      tried = { ...tried, stepUps: tried.stepUps + 1, scopes: cure.scopes };
    }
    expect(asked).toEqual([
      ["a", "s0"],
      ["a", "s0", "s1"],
      ["a", "s0", "s1", "s2"],
    ]);
  });

  test("a step-up that is granted is enough", async () => {
    const { upstream } = await startPair(
      { style: "notion" },
      {
        scope: "write",
        challenge: (status) => `Bearer scope="${status === 401 ? "read" : "write"}"`,
      },
    );
    const { tokens, attempt } = await signIn(upstream);
    const cure = cureFor(await knock(upstream, tokens.accessToken), {
      ...untried,
      scopes: attempt.scopes,
    });
    if (cure.kind !== "step_up") throw new Error(cure.kind);
    expect(cure.scopes).toEqual(expect.arrayContaining(["read", "write"]));
    const again = beginAuthorization({ ...attempt, scopes: cure.scopes });
    const back = await signInAt(again.url, redirectUri);
    const more = await completeAuthorization(again.attempt, back.searchParams, new Date());
    expect([401, 403]).not.toContain((await knock(upstream, more.accessToken)).status);
  });
});
