import { beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import { serveOAuth } from "@/server/oauth/serve";
import { origin, register, tokenRequest, verifier } from "@/server/testing/oauth-browser";
import { expectRefused } from "@/server/testing/oauth-expect";
import {
  makeScene,
  obtainCode,
  obtainTokens,
  redirectUri,
  type Scene,
} from "@/server/testing/oauth-scene";

let scene: Scene;

beforeAll(async () => {
  scene = await makeScene();
});

describe("T26 hygiene", () => {
  test("the token endpoint answers JSON that nobody stores, to any origin, without credentials", async () => {
    const response = await serveOAuth(
      new Request(`${origin()}/oauth/token`, {
        method: "POST",
        headers: {
          accept: "text/html",
          origin: "https://evil.example",
          "content-type": "application/x-www-form-urlencoded",
        },
        body: new URLSearchParams({ grant_type: "authorization_code", client_id: "nobody" }),
      }),
      null,
    );
    await expectRefused(response, "invalid_client", 401);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("access-control-allow-credentials")).toBeNull();
  });

  test("other methods and paths are refused", async () => {
    const ask = (path: string, method: string) =>
      serveOAuth(new Request(`${origin()}${path}`, { method }), null);
    expect((await ask("/oauth/token", "GET")).status).toBe(405);
    expect((await ask("/oauth/authorize", "POST")).status).toBe(405);
    expect((await ask("/oauth/userinfo", "GET")).status).toBe(404);
    expect((await ask("/oauth/register/some-client", "GET")).status).toBe(404);
    const preflight = await ask("/oauth/token", "OPTIONS");
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-methods")).toBe("POST");
  });

  test("other grant types are not there", async () => {
    const clientId = scene.clientId;
    for (const grant of ["password", "urn:ietf:params:oauth:grant-type:device_code"]) {
      await expectRefused(
        await tokenRequest({ grant_type: grant, client_id: clientId }),
        "unsupported_grant_type",
      );
    }
  });

  test("T23 a confidential client needs its secret, which is sealed in the database", async () => {
    const registration = await register({
      client_name: "ChatGPT",
      redirect_uris: [redirectUri],
      token_endpoint_auth_method: "client_secret_post",
    });
    const client = await registration.json();
    const row = await db().oAuthClient.findUniqueOrThrow({ where: { clientId: client.client_id } });
    expect(JSON.stringify(row)).not.toContain(client.client_secret);
    const tokensOf = { ...scene, clientId: client.client_id };
    const code = await obtainCode(tokensOf);
    const request = {
      grant_type: "authorization_code",
      client_id: client.client_id,
      redirect_uri: redirectUri,
      code,
      code_verifier: verifier,
    };
    await expectRefused(await tokenRequest(request), "invalid_client", 401);
    await expectRefused(
      await tokenRequest({ ...request, client_secret: `${client.client_secret}x` }),
      "invalid_client",
      401,
    );
    const sound = await tokenRequest({ ...request, client_secret: client.client_secret });
    expect(sound.status).toBe(200);
  });
});

test("tokens are kept only as hashes", async () => {
  const tokens = await obtainTokens(scene);
  const rows = JSON.stringify(await db().oAuthArtefact.findMany());
  expect(rows).toContain(sha256(tokens.access_token));
  expect(rows).not.toContain(tokens.access_token);
  expect(rows).not.toContain(tokens.refresh_token);
});
