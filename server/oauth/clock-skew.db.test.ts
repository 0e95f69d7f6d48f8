// Replicas whose clocks are ten minutes apart (security: T102): what has expired is for the database's clock to say.
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { sha256 } from "@/server/core/ids";
import { findPrincipal } from "@/server/grants/principal";
import { bus } from "@/server/infra/bus";
import { pool } from "@/server/infra/pg";
import { redeem, type Tokens, tokenRequest } from "@/server/testing/oauth-browser";
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
afterEach(() => {
  vi.useRealTimers();
});

const refresh = (token: string) =>
  tokenRequest({ grant_type: "refresh_token", client_id: scene.clientId, refresh_token: token });

/** As if this replica's clock were wrong by so many minutes. */
function setClock(minutes: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + minutes * 60_000 });
}

async function expire(secret: string): Promise<void> {
  const query = `UPDATE "OAuthArtefact" SET "expiresAt" = now() - interval '1 second' WHERE "idHash" = $1`;
  await pool().query(query, [sha256(secret)]);
  await bus().settled();
}

describe.each([-10, 10])("a replica whose clock is off by %i minutes", (minutes) => {
  test("redeems a fresh code, and the tokens work at both", async () => {
    const code = await obtainCode(scene);
    setClock(minutes);
    const response = await redeem(scene.clientId, redirectUri, code);
    expect(response.status).toBe(200);
    const tokens = (await response.json()) as Tokens;
    expect(tokens.expires_in).toBe(900);
    for (let asked = 0; asked < 2; asked++)
      expect(await findPrincipal(tokens.access_token)).not.toBeNull();
    vi.useRealTimers();
    expect((await refresh(tokens.refresh_token)).status).toBe(200);
  });

  test("refreshes and accepts what another replica issued", async () => {
    const tokens = await obtainTokens(scene);
    expect(await findPrincipal(tokens.access_token)).not.toBeNull();
    setClock(minutes);
    expect(await findPrincipal(tokens.access_token)).not.toBeNull();
    const next = (await (await refresh(tokens.refresh_token)).json()) as Tokens;
    expect(await findPrincipal(next.access_token)).not.toBeNull();
  });

  test("refuses what has expired", async () => {
    const code = await obtainCode(scene);
    const tokens = await obtainTokens(scene);
    setClock(minutes);
    await expire(code);
    await expire(tokens.access_token);
    await expire(tokens.refresh_token);
    await expectRefused(await redeem(scene.clientId, redirectUri, code), "invalid_grant");
    await expectRefused(await refresh(tokens.refresh_token), "invalid_grant");
    expect(await findPrincipal(tokens.access_token)).toBeNull();
  });
});

test("a token that ends while it is in the cache is refused at that moment", async () => {
  const { access_token: token } = await obtainTokens(scene);
  await pool().query(
    `UPDATE "OAuthArtefact" SET "expiresAt" = now() + interval '700 milliseconds' WHERE "idHash" = $1`,
    [sha256(token)],
  );
  await bus().settled();
  expect(await findPrincipal(token)).not.toBeNull();
  await expect.poll(() => findPrincipal(token), { timeout: 1_500 }).toBeNull();
});
