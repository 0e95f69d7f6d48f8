import { beforeEach, expect, test } from "vitest";
import { findPrincipal } from "@/server/grants/principal";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { makeRole } from "@/server/testing/factories";
import { type Tokens, tokenRequest } from "@/server/testing/oauth-browser";
import { expectRefused } from "@/server/testing/oauth-expect";
import { makeScene, obtainTokens, type Scene } from "@/server/testing/oauth-scene";

let scene: Scene;
let tokens: Tokens;
let role: string;

beforeEach(async () => {
  scene = await makeScene();
  const condition = { property: "name", operator: "equal", values: ["Support"] } as const;
  role = await makeRole(scene.projectId, {
    permission: "endpoint.connect",
    conditions: [condition],
  });
  await db().membershipRole.updateMany({
    where: { membership: { userId: scene.person.id } },
    data: { role, roleId: role },
  });
  await bus().settled();
  tokens = await obtainTokens(scene);
});

const refresh = () =>
  tokenRequest({
    grant_type: "refresh_token",
    client_id: scene.clientId,
    refresh_token: tokens.refresh_token,
  });
const rename = (name: string) =>
  db().mcpEndpoint.update({ where: { id: scene.endpoint.id }, data: { name } });

test("a role limited to the endpoint's name gets a client its tokens, and new ones", async () => {
  expect((await findPrincipal(tokens.access_token))?.userId).toBe(scene.person.id);
  expect((await refresh()).status).toBe(200);
});

test("T27 an endpoint renamed out of the rule is not refreshed", async () => {
  await rename("Sales");
  await expectRefused(await refresh(), "invalid_grant");
});

test("T27 a rule that changed is not refreshed", async () => {
  await db().roleRule.deleteMany({ where: { roleId: role } });
  await bus().settled();
  await expectRefused(await refresh(), "invalid_grant");
});

test("T27 a role that ended is not refreshed", async () => {
  await db().membershipRole.updateMany({
    where: { roleId: role },
    data: { expiresAt: new Date(0) },
  });
  await expectRefused(await refresh(), "invalid_grant");
});

test("what was refused for a role works again when the role allows it again", async () => {
  await rename("Sales");
  await expectRefused(await refresh(), "invalid_grant");
  await rename("Support");
  await bus().settled();
  expect(await findPrincipal(tokens.access_token)).not.toBeNull();
});
