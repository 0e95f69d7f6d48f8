// Services that people have accounts at: two that sign them in, one with tokens; and the scene they stand in.
import { expect, type Page } from "@playwright/test";
import { type GuardedUpstream, startGuardedUpstream } from "@/server/testing/guarded-upstream";
import { startTokenUpstream, type TokenUpstream } from "@/server/testing/token-upstream";
import {
  startUpstreamAuthorizationServer,
  type UpstreamAuthorizationServer,
} from "@/server/testing/upstream-authorization-server";
import { change, read } from "./portal-api";

type SignInService = { authority: UpstreamAuthorizationServer; upstream: GuardedUpstream };

export type Services = {
  wiki: SignInService;
  notion: SignInService;
  tickets: TokenUpstream;
  close(): Promise<void>;
};

export async function startServices(tokens: Record<string, string>): Promise<Services> {
  const [wiki, notion] = [await startSignIn(), await startSignIn()];
  const tickets = await startTokenUpstream(tokens);
  const all = [wiki.authority, wiki.upstream, notion.authority, notion.upstream, tickets];
  return { wiki, notion, tickets, close: async () => void (await Promise.all(all.map(closed))) };
}

async function startSignIn(): Promise<SignInService> {
  const authority = await startUpstreamAuthorizationServer({ style: "notion" });
  return { authority, upstream: await startGuardedUpstream({ authority: () => authority }) };
}

function closed(one: { close(): Promise<void> }): Promise<void> {
  return one.close();
}

/** On the page of a service, wherever it leads. */
export async function signInAtService(
  page: Page,
  account: string,
  decision: "Allow" | "Deny" = "Allow",
): Promise<void> {
  await expect(page.getByRole("heading", { name: "Sign in to the service" })).toBeVisible();
  await page.getByLabel("Account").fill(account);
  await page.getByRole("button", { name: decision }).click();
}

export type Scene = { address: string; servers: Record<"wiki" | "notion" | "tickets", string> };

/**
 * An administrator adds the three servers (Wiki shared, Notion and Tickets personal), signs in to each so that their tools
 * are known, and gives all of them one endpoint.
 */
export async function setScene(
  page: Page,
  project: string,
  { wiki, notion, tickets }: Services,
  token: string,
): Promise<Scene> {
  for (const { hostPort } of [
    wiki.authority,
    wiki.upstream,
    notion.authority,
    notion.upstream,
    tickets,
  ])
    await change(page, "settings.allowEgress", { hostPort });
  const add = async (name: string, url: string, credentialMode: string, authentication: object) => {
    const input = { project, name, url, credentialMode, authentication };
    return (await change<{ id: string }>(page, "servers.create", input)).id;
  };
  const oauth = { method: "oauth" };
  const servers = {
    wiki: await add("Wiki", wiki.upstream.url, "shared", oauth),
    notion: await add("Notion", notion.upstream.url, "personal", oauth),
    tickets: await add("Tickets", tickets.url, "personal", { method: "bearer", token }),
  };
  await connect(page, project, { server: servers.wiki, slug: "wiki", mode: "shared" });
  await connect(page, project, { server: servers.notion, slug: "notion", mode: "personal" });
  return { address: await addEndpoint(page, project, Object.values(servers)), servers };
}

type Act = { server: string; slug: string; mode: string };

async function connect(page: Page, project: string, { server, slug, mode }: Act): Promise<void> {
  const returnTo = { page: "server", project, server: slug };
  const input = { server, mode, returnTo };
  const { url } = await change<{ url: string }>(page, "connections.begin", input);
  await page.goto(url);
  await signInAtService(page, mode === "shared" ? "team" : "ana");
  await expect(page).toHaveURL(new RegExp(`/servers/${slug}/credentials\\?attempt=`));
}

async function addEndpoint(page: Page, project: string, serverIds: string[]): Promise<string> {
  const tools = await Promise.all(
    serverIds.map((id) => read<{ id: string }[]>(page, "servers.tools", { project, id })),
  );
  const toolIds = tools.flat().map(({ id }) => id);
  const input = { project, name: "Product team", serverIds, toolIds };
  const { slug } = await change<{ slug: string }>(page, "endpoints.create", input);
  return `${new URL(page.url()).origin}/mcp/${slug}`;
}
