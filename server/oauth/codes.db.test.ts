import { beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "@/server/core/ids";
import { findPrincipal } from "@/server/grants/principal";
import { db } from "@/server/infra/db";
import { pool } from "@/server/infra/pg";
import { redeem, type Tokens, tokenRequest, verifier } from "@/server/testing/oauth-browser";
import { expectRefused } from "@/server/testing/oauth-expect";
import {
  makeScene,
  obtainCode,
  redirectUri,
  registered,
  type Scene,
} from "@/server/testing/oauth-scene";

let scene: Scene;

beforeAll(async () => {
  scene = await makeScene();
});

describe("codes", () => {
  test("T04 a code used again is refused and takes its tokens along", async () => {
    const code = await obtainCode(scene);
    const tokens: Tokens = await (await redeem(scene.clientId, redirectUri, code)).json();
    expect(await findPrincipal(tokens.access_token)).not.toBeNull();
    await expectRefused(await redeem(scene.clientId, redirectUri, code), "invalid_grant");
    expect(await findPrincipal(tokens.access_token)).toBeNull();
    await expectRefused(
      await tokenRequest({
        grant_type: "refresh_token",
        client_id: scene.clientId,
        refresh_token: tokens.refresh_token,
      }),
      "invalid_grant",
    );
  });

  test("T05 of 20 concurrent redemptions exactly one succeeds", async () => {
    const code = await obtainCode(scene);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => redeem(scene.clientId, redirectUri, code)),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 400)]);
  });

  test.each<[string, () => Promise<Record<string, string>>]>([
    ["another client", async () => ({ client_id: await registered([redirectUri]) })],
    ["another redirect address", async () => ({ redirect_uri: "https://claude.ai/other" })],
    ["another verifier", async () => ({ code_verifier: `${verifier}x` })],
    ["no verifier", async () => ({ code_verifier: "" })],
  ])("T06 a code presented with %s is refused and burned", async (_what, changes) => {
    const code = await obtainCode(scene);
    const sound = {
      grant_type: "authorization_code",
      client_id: scene.clientId,
      redirect_uri: redirectUri,
      code,
      code_verifier: verifier,
    };
    await expectRefused(await tokenRequest({ ...sound, ...(await changes()) }), "invalid_grant");
    await expectRefused(await tokenRequest(sound), "invalid_grant");
  });

  test("T06 a code presented for another resource is refused and burned", async () => {
    const code = await obtainCode(scene);
    const sound = {
      grant_type: "authorization_code",
      client_id: scene.clientId,
      redirect_uri: redirectUri,
      code,
      code_verifier: verifier,
    };
    const { resource } = scene.other;
    await expectRefused(await tokenRequest({ ...sound, resource }), "invalid_target");
    await expectRefused(await tokenRequest(sound), "invalid_grant");
  });

  test("T06 a code older than 60 seconds is refused", async () => {
    const code = await obtainCode(scene);
    const row = await db().oAuthArtefact.findUniqueOrThrow({ where: { idHash: sha256(code) } });
    const { iat, exp } = row.payload as { iat: number; exp: number };
    expect(exp - iat).toBe(60);
    await pool().query(
      `UPDATE "OAuthArtefact" SET "expiresAt" = now() - interval '1 second' WHERE "idHash" = $1`,
      [sha256(code)],
    );
    await expectRefused(await redeem(scene.clientId, redirectUri, code), "invalid_grant");
  });

  test("T03 a code without a stored challenge is worth nothing", async () => {
    const code = await obtainCode(scene);
    await pool().query(
      `UPDATE "OAuthArtefact" SET payload = payload - 'codeChallenge' - 'codeChallengeMethod' WHERE "idHash" = $1`,
      [sha256(code)],
    );
    await expectRefused(await redeem(scene.clientId, redirectUri, code), "invalid_grant");
  });
});
