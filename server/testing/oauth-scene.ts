// A project with two endpoints, a member and a registered client: what most attacks on the authorization server start from.
import type { BuiltinRole } from "@/server/access/builtin-roles";
import { newId, newSlug } from "@/server/core/ids";
import { endpointAddress } from "@/server/endpoints/queries";
import { db } from "@/server/infra/db";
import type { Decider } from "@/server/oauth/consent";
import { makeMember, makeProject } from "@/server/testing/factories";
import {
  allowed,
  authorizeQuery,
  Browser,
  begin,
  decider,
  redeem,
  register,
  type Tokens,
} from "@/server/testing/oauth-browser";

export const redirectUri = "https://claude.ai/api/mcp/auth_callback";

type SceneEndpoint = { id: string; slug: string; resource: string };

export type Scene = {
  projectId: string;
  person: Decider;
  endpoint: SceneEndpoint;
  other: SceneEndpoint;
  clientId: string;
};

export async function makeScene(role: BuiltinRole = "member"): Promise<Scene> {
  const project = await makeProject();
  const { userId } = await makeMember(project.id, role);
  return {
    projectId: project.id,
    person: decider(userId),
    endpoint: await makeEndpoint(project.id, "Support"),
    other: await makeEndpoint(project.id, "Engineering"),
    clientId: await registered([redirectUri]),
  };
}

async function makeEndpoint(projectId: string, name: string): Promise<SceneEndpoint> {
  const row = { id: newId(), projectId, slug: newSlug(), name };
  await db().mcpEndpoint.create({ data: row });
  return { id: row.id, slug: row.slug, resource: endpointAddress(row.slug) };
}

/** The client_id of a new public client. */
export async function registered(redirects: string[], more: object = {}): Promise<string> {
  const response = await register({
    client_name: "Claude",
    redirect_uris: redirects,
    token_endpoint_auth_method: "none",
    ...more,
  });
  const { client_id: clientId } = await response.json();
  return clientId;
}

/** A code for the scene's endpoint, as the client gets it. */
export async function obtainCode(
  scene: Scene,
  fields: Record<string, string> = {},
): Promise<string> {
  const browser = new Browser();
  const query = authorizeQuery(scene.clientId, redirectUri, scene.endpoint.resource);
  const uid = await begin(browser, query);
  return (await allowed(browser, uid, scene.person, fields)).get("code") ?? "";
}

/** Tokens for the scene's endpoint. */
export async function obtainTokens(
  scene: Scene,
  fields: Record<string, string> = {},
): Promise<Tokens> {
  const response = await redeem(scene.clientId, redirectUri, await obtainCode(scene, fields));
  return response.json();
}
