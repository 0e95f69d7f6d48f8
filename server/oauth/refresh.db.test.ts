import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "@/server/core/ids";
import { findPrincipal } from "@/server/grants/principal";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { pool } from "@/server/infra/pg";
import { graceSeconds } from "@/server/oauth/adapter";
import { type Tokens, tokenRequest } from "@/server/testing/oauth-browser";
import { expectRefused } from "@/server/testing/oauth-expect";
import {
  makeScene,
  obtainTokens,
  redirectUri,
  registered,
  type Scene,
} from "@/server/testing/oauth-scene";
import { asOwner } from "@/server/testing/owner";

let scene: Scene;

beforeAll(async () => {
  scene = await makeScene();
});

function refresh(token: string, more: Record<string, string> = {}) {
  return tokenRequest({
    grant_type: "refresh_token",
    client_id: scene.clientId,
    refresh_token: token,
    ...more,
  });
}

/** As if a token had been used `seconds` ago. */
async function age(token: string, seconds: number) {
  await pool().query(
    `UPDATE "OAuthArtefact" SET "consumedAt" = now() - make_interval(secs => $2) WHERE "idHash" = $1`,
    [sha256(token), seconds],
  );
}

describe("refreshing", () => {
  let tokens: Tokens;

  beforeEach(async () => {
    tokens = await obtainTokens(scene);
  });

  test("T96 tokens are recorded when they are got, and of a grant's renewals one a day", async () => {
    const { grantId } = (await findPrincipal(tokens.access_token)) ?? {};
    let current = tokens;
    for (let times = 0; times < 3; times++)
      current = (await (await refresh(current.refresh_token)).json()) as Tokens;
    const where = { subjectId: grantId ?? "" };
    const events = await db().auditEvent.findMany({ where, orderBy: { at: "asc" } });
    const { clientName } = await db().oAuthGrant.findFirstOrThrow({ where: { id: grantId ?? "" } });
    expect(events.map(({ action }) => action)).toEqual([
      "grant.created",
      "grant.access_issued",
      "grant.access_renewed",
    ]);
    for (const { projectId, subjectName } of events)
      expect([projectId, subjectName]).toEqual([scene.projectId, clientName]);
    expect(JSON.stringify(events)).not.toContain(current.access_token);
  });

  test("T96 a token whose event cannot be written is not issued", async () => {
    await asOwner(
      `ALTER TABLE "AuditEvent" ADD CONSTRAINT refuse CHECK (action <> 'grant.access_renewed') NOT VALID`,
    );
    try {
      const { status } = await refresh(tokens.refresh_token);
      expect(status).toBeGreaterThanOrEqual(400);
      const { grantId = "" } = (await findPrincipal(tokens.access_token)) ?? {};
      const { grantKey } = await db().oAuthGrant.findUniqueOrThrow({ where: { id: grantId } });
      const kind = { grantKey, kind: "AccessToken" };
      expect(await db().oAuthArtefact.count({ where: kind })).toBe(1);
    } finally {
      await asOwner(`ALTER TABLE "AuditEvent" DROP CONSTRAINT refuse`);
    }
  });

  test("T07 8 parallel refreshes leave every winner's tokens alive", async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => refresh(tokens.refresh_token)),
    );
    const winners = answers.filter(({ status }) => status === 200);
    expect(winners.length).toBeGreaterThan(0);
    for (const answer of winners) {
      const fresh: Tokens = await answer.json();
      expect(await findPrincipal(fresh.access_token)).not.toBeNull();
      expect((await refresh(fresh.refresh_token)).status).toBe(200);
    }
  });

  test("T07 the immediate predecessor works within the grace, and harms nobody", async () => {
    const second: Tokens = await (await refresh(tokens.refresh_token)).json();
    await age(tokens.refresh_token, graceSeconds - 2);
    const again = await refresh(tokens.refresh_token);
    expect(again.status).toBe(200);
    const { access_token: third } = await again.json();
    expect(await findPrincipal(second.access_token)).not.toBeNull();
    expect(await findPrincipal(third)).not.toBeNull();
  });

  test("T07 the grace is bounded, and its end is a plain refusal", async () => {
    const { access_token: second } = await (await refresh(tokens.refresh_token)).json();
    const statuses: number[] = [];
    for (let n = 0; n < 14; n += 1) statuses.push((await refresh(tokens.refresh_token)).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(10);
    expect(statuses.at(-1)).toBe(400);
    expect(await findPrincipal(second)).not.toBeNull();
  });

  test("T07 after the grace the whole family is revoked, with an audit event", async () => {
    const second: Tokens = await (await refresh(tokens.refresh_token)).json();
    await age(tokens.refresh_token, graceSeconds + 1);
    await expectRefused(await refresh(tokens.refresh_token), "invalid_grant");
    expect(await findPrincipal(second.access_token)).toBeNull();
    await expectRefused(await refresh(second.refresh_token), "invalid_grant");
    const event = await db().auditEvent.findFirstOrThrow({
      where: { action: "grant.revoked" },
      orderBy: { id: "desc" },
    });
    expect(event).toMatchObject({ projectId: scene.projectId, actorId: null });
    expect(event.after).toEqual({ reason: "A refresh token was used twice" });
  });

  test("T07 a grand-predecessor revokes the family even within the grace", async () => {
    const second: Tokens = await (await refresh(tokens.refresh_token)).json();
    const third: Tokens = await (await refresh(second.refresh_token)).json();
    await expectRefused(await refresh(tokens.refresh_token), "invalid_grant");
    expect(await findPrincipal(third.access_token)).toBeNull();
  });

  test("T08 a wider scope, another resource or another client are refused and cost nothing", async () => {
    await expectRefused(
      await refresh(tokens.refresh_token, { scope: "mcp admin" }),
      "invalid_scope",
    );
    await expectRefused(
      await refresh(tokens.refresh_token, { resource: scene.other.resource }),
      "invalid_target",
    );
    const stranger = await registered([redirectUri]);
    await expectRefused(
      await refresh(tokens.refresh_token, { client_id: stranger }),
      "invalid_grant",
    );
    expect((await refresh(tokens.refresh_token)).status).toBe(200);
  });

  test("T19 tokens never outlive the grant", async () => {
    const short = await obtainTokens(scene, { seconds: "120" });
    expect(short.expires_in).toBeLessThanOrEqual(120);
    const rows = await db().oAuthArtefact.findMany({
      where: { idHash: { in: [sha256(short.access_token), sha256(short.refresh_token)] } },
    });
    for (const { expiresAt } of rows) {
      expect(expiresAt?.getTime()).toBeLessThanOrEqual(Date.now() + 121_000);
    }
    const { grantKey } = rows[0] ?? {};
    await db().oAuthGrant.update({
      where: { grantKey: grantKey ?? "" },
      data: { expiresAt: new Date(Date.now() - 1) },
    });
    await bus().settled();
    expect(await findPrincipal(short.access_token)).toBeNull();
    await expectRefused(await refresh(short.refresh_token), "invalid_grant");
  });
});

describe("T27 what changes while tokens live", () => {
  let own: Scene;
  let tokens: Tokens;

  beforeEach(async () => {
    own = await makeScene();
    tokens = await obtainTokens(own);
    expect(await findPrincipal(tokens.access_token)).not.toBeNull();
  });

  async function expectCutOff() {
    await bus().settled();
    expect(await findPrincipal(tokens.access_token)).toBeNull();
    const response = await tokenRequest({
      grant_type: "refresh_token",
      client_id: own.clientId,
      refresh_token: tokens.refresh_token,
    });
    await expectRefused(response, "invalid_grant");
  }

  test("a disabled person", async () => {
    await db().user.update({ where: { id: own.person.id }, data: { disabledAt: new Date() } });
    await expectCutOff();
  });

  test("a deleted endpoint", async () => {
    await db().mcpEndpoint.delete({ where: { id: own.endpoint.id } });
    await expectCutOff();
  });

  test("a lost membership: known, without permission, and not refreshed", async () => {
    await db().membership.deleteMany({ where: { userId: own.person.id } });
    await bus().settled();
    expect((await findPrincipal(tokens.access_token))?.rights.roles).toEqual([]);
    const response = await tokenRequest({
      grant_type: "refresh_token",
      client_id: own.clientId,
      refresh_token: tokens.refresh_token,
    });
    await expectRefused(response, "invalid_grant");
  });

  test("a role that may not connect: known, and not refreshed", async () => {
    const where = { membership: { userId: own.person.id } };
    await db().membershipRole.updateMany({ where, data: { role: "auditor" } });
    await bus().settled();
    const rights = (await findPrincipal(tokens.access_token))?.rights;
    expect(rights?.roles.map(({ key }) => key)).toEqual(["auditor"]);
    expect(rights?.holdsSome("endpoint.connect")).toBe(false);
  });
});
