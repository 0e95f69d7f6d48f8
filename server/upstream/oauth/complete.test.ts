import { describe, expect, test } from "vitest";
import { signInAt } from "@/server/testing/signing-in";
import type { AuthorizationOptions } from "@/server/testing/upstream-authorization-server";
import {
  closeServers,
  discovered,
  identity,
  redirectUri,
  startPair,
} from "@/server/testing/upstream-sign-in";
import { beginAuthorization } from "@/server/upstream/oauth/authorize";
import { completeAuthorization } from "@/server/upstream/oauth/complete";
import { registerClient } from "@/server/upstream/oauth/registration";

closeServers();

async function underWay(change: Partial<AuthorizationOptions> = {}, decision = {}) {
  const { authority, upstream } = await startPair({ style: "notion", ...change });
  const { server, resource } = await discovered(upstream);
  const registration = await registerClient({ server, identity, kept: [], now: new Date() });
  if (registration.kind === "manual") throw new Error(registration.reason);
  const { client } = registration;
  const { url, attempt } = beginAuthorization({ server, client, resource, scopes: ["read"] });
  const { searchParams } = await signInAt(url, redirectUri, decision);
  return { authority, attempt, back: searchParams };
}

const silent = (document: Record<string, unknown>) => ({
  ...document,
  authorization_response_iss_parameter_supported: undefined,
});

const reasonOf = async (running: Promise<unknown>) =>
  running.then(
    () => "completed",
    (error) => error.details.reason,
  );

describe("T47: the issuer in the response", () => {
  type Change = [string, (back: URLSearchParams, issuer: string) => void];
  const wrong: Change[] = [
    ["another", (back) => back.set("iss", "https://evil.example")],
    ["with a slash more", (back, issuer) => back.set("iss", `${issuer}/`)],
    ["in upper case", (back, issuer) => back.set("iss", issuer.toUpperCase())],
    ["with an escaped letter", (back, issuer) => back.set("iss", issuer.replace("1", "%31"))],
    ["with the default port", (back) => back.set("iss", "http://127.0.0.1:80")],
    ["empty", (back) => back.set("iss", "")],
  ];
  const absent: Change = ["absent, although advertised", (back) => back.delete("iss")];

  test.each([...wrong, absent])("%s: the code is sent nowhere", async (_name, change) => {
    const { authority, attempt, back } = await underWay();
    change(back, authority.issuer);
    const running = completeAuthorization(attempt, back, new Date());
    expect(await reasonOf(running)).toBe("issuer_mismatch");
    expect(authority.grants("authorization_code")).toBe(0);
  });

  test.each(wrong)("%s, and not advertised: refused as well", async (_name, change) => {
    const { authority, attempt, back } = await underWay({ metadata: silent });
    change(back, authority.issuer);
    const running = completeAuthorization(attempt, back, new Date());
    expect(await reasonOf(running)).toBe("issuer_mismatch");
    expect(authority.grants("authorization_code")).toBe(0);
  });

  test("absent and not advertised: goes on", async () => {
    const { attempt, back } = await underWay({ metadata: silent });
    back.delete("iss");
    const tokens = await completeAuthorization(attempt, back, new Date());
    expect(tokens.scopes).toEqual(["read"]);
  });

  test.each([...wrong, absent])("%s, on an error: its text is not shown", async (_name, change) => {
    const { authority, attempt, back } = await underWay({}, { decision: "deny" });
    expect(back.get("error")).toBe("access_denied");
    change(back, authority.issuer);
    const running = completeAuthorization(attempt, back, new Date());
    expect(await reasonOf(running)).toBe("issuer_mismatch");
  });

  test("an honest page in front of another's token endpoint gives that one no code", async () => {
    const honest = await underWay();
    const evil = await startPair({ style: "notion" });
    const { server } = await discovered(evil.upstream);
    const attempt = { ...honest.attempt, server };
    const running = completeAuthorization(attempt, honest.back, new Date());
    expect(await reasonOf(running)).toBe("issuer_mismatch");
    expect(evil.authority.grants("authorization_code")).toBe(0);
  });
});

describe("the response belongs to the attempt", () => {
  type Change = [string, string, (back: URLSearchParams) => void];
  const changes: Change[] = [
    ["another state", "state", (back) => back.set("state", "x")],
    ["no state", "state", (back) => back.delete("state")],
    ["two states", "repeated", (back) => back.append("state", back.get("state") ?? "")],
    ["two issuers", "repeated", (back) => back.append("iss", "https://evil.example")],
    ["two codes", "repeated", (back) => back.append("code", "x")],
    ["two errors", "repeated", (back) => ["a", "b"].map((one) => back.append("error", one))],
    ["no code", "sign_in_refused", (back) => back.delete("code")],
    ["a code that is no code", "sign_in_refused", (back) => back.set("code", "a\r\nb")],
    ["an error beside the code", "sign_in_refused", (back) => back.set("error", "server_error")],
  ];
  test.each(changes)("%s: refused before anything is sent", async (_name, reason, change) => {
    const { authority, attempt, back } = await underWay();
    change(back);
    const running = completeAuthorization(attempt, back, new Date());
    expect(await reasonOf(running)).toBe(reason);
    expect(authority.grants("authorization_code")).toBe(0);
  });

  test("a person who says no is told so, without the service's own words", async () => {
    const { attempt, back } = await underWay({}, { decision: "deny" });
    expect(back.get("error_description")).toBe("the person said no");
    await expect(completeAuthorization(attempt, back, new Date())).rejects.toMatchObject({
      code: "forbidden",
      message: "The sign-in was declined at the service.",
    });
  });

  test("an error that is no code does not reach the message", async () => {
    const { attempt, back } = await underWay();
    back.set("error", "<b>call 555-0100</b>");
    await expect(completeAuthorization(attempt, back, new Date())).rejects.toMatchObject({
      details: { reason: "sign_in_refused", error: null },
    });
  });
});

describe("the code is bound to us", () => {
  test("another verifier is refused, and the refusal holds no secret", async () => {
    const { attempt, back } = await underWay();
    const verifier = "another-verifier-of-more-than-forty-three-characters";
    const running = completeAuthorization({ ...attempt, verifier }, back, new Date());
    const error = await running.catch((one) => one);
    expect(error.details).toEqual({ reason: "code_refused", error: "invalid_grant" });
    const told = JSON.stringify({ ...error, message: error.message, stack: error.stack });
    for (const secret of [back.get("code"), verifier, attempt.state, attempt.client.clientSecret])
      if (secret) expect(told).not.toContain(secret);
  });

  test("a code is good once", async () => {
    const { attempt, back } = await underWay();
    await completeAuthorization(attempt, back, new Date());
    const again = completeAuthorization(attempt, back, new Date());
    expect(await reasonOf(again)).toBe("code_refused");
  });

  test("resource and verifier are sent with it", async () => {
    const { authority, attempt, back } = await underWay();
    await completeAuthorization(attempt, back, new Date());
    const sent = authority.requests.find(({ body }) => body.startsWith("grant_type="));
    expect(Object.fromEntries(new URLSearchParams(sent?.body))).toMatchObject({
      resource: attempt.resource,
      code_verifier: attempt.verifier,
      redirect_uri: redirectUri,
    });
  });
});
