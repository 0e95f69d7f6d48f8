// Two people with an account each: they connect theirs on the consent page, call through their clients, change accounts,
// and take them back. One shared server signs everybody in as one team.
import { Client as ClientV1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as TransportV1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { type AiClient, connectV1, connectV2 } from "./support/clients";
import { addColleague, expireRequest } from "./support/colleague";
import { expectSoundLook } from "./support/look";
import { OAuthApp } from "./support/oauth-app";
import { signIn } from "./support/people";
import { change } from "./support/portal-api";
import {
  type Scene,
  type Services,
  setScene,
  signInAtService,
  startServices,
} from "./support/services";

test.describe.configure({ mode: "serial" });

const project = "support";
const ben = { name: "Ben Okafor", email: "ben@example.com", password: "another-long-passphrase" };
const tokens = {
  anas: "anas-t0ken-1234567",
  bens: "bens-t0ken-1234567",
  next: "next-t0ken-1234567",
};

let services: Services;
let scene: Scene;
let anasPage: Page;
let bensPage: Page;
let anasClient: AiClient;
let bensClient: AiClient;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  services = await startServices({
    [tokens.anas]: "ana",
    [tokens.bens]: "ben",
    [tokens.next]: "ben's next",
  });
  await addColleague(ben, project);
  anasPage = await opened(browser);
  bensPage = await opened(browser);
  await signIn(anasPage);
  await signIn(bensPage, ben);
  scene = await setScene(anasPage, project, services, tokens.anas);
});

test.afterAll(async () => {
  await Promise.allSettled([anasClient?.close(), bensClient?.close()]);
  await Promise.allSettled([anasPage, bensPage].map((page) => page?.context().close()));
  await services?.close();
});

async function opened(browser: Browser): Promise<Page> {
  return (await browser.newContext({ reducedMotion: "reduce" })).newPage();
}

const row = (page: Page, server: string) =>
  page.getByRole("table", { name: "Accounts" }).getByRole("row").filter({ hasText: server });

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

async function enterToken(page: Page, token: string): Promise<void> {
  await page.getByLabel("Token for Tickets").fill(token);
  await press(page, "Check and connect");
}

async function disconnect(page: Page, server: string): Promise<void> {
  await press(page, `Disconnect ${server}`);
  const dialog = page.getByRole("dialog", { name: `Disconnect ${server}?` });
  await expect(dialog).toContainText("Product team");
  await dialog.getByRole("button", { name: "Disconnect" }).click();
  await expect(dialog).toBeHidden();
  await expect(row(page, server)).toContainText("Not connected");
}

test("My connections lists the accounts; taking one back says which endpoints it stops", async () => {
  await anasPage.goto("/connections");
  await expect(row(anasPage, "Notion")).toContainText("Connected");
  await expect(row(anasPage, "Tickets")).toContainText("ends in 4567");
  await expect(row(anasPage, "Wiki")).toHaveCount(0);
  await expectSoundLook(anasPage);
  const before = services.notion.authority.requests.length;
  await disconnect(anasPage, "Notion");
  const told = services.notion.authority.requests.slice(before);
  expect(told.filter(({ path }) => path.includes("revocation")).length).toBeGreaterThan(0);
  await disconnect(anasPage, "Tickets");
});

test("the first person connects both accounts on the consent page, and is not let past it before", async () => {
  test.setTimeout(180_000);
  anasClient = await connectV1(anasPage, scene.address, "Client One", async (page) => {
    const allow = page.getByRole("button", { name: "Allow" });
    await expect(
      page.getByText("Connect your accounts at Notion and Tickets first."),
    ).toBeVisible();
    await expect(allow).toHaveAttribute("aria-disabled", "true");
    await expectSoundLook(page);
    await test.step("in no frame, and no script of others (T18)", async () => {
      const policy = (await page.request.get(page.url())).headers()["content-security-policy"];
      expect(policy).toContain("frame-ancestors 'none'");
      // It would stop the way back to apps such as cursor://.
      expect(policy).not.toContain("form-action");
    });
    await page.getByRole("combobox", { name: "Access duration" }).click();
    await page.getByRole("option", { name: "7 days" }).click();
    await test.step("a sign-in that is refused at the service", async () => {
      await press(page, "Connect Notion");
      await signInAtService(page, "ana", "Deny");
      await expect(page.getByText("You did not connect Notion")).toBeVisible();
      await expect(page.getByText("0 of 2 connected")).toBeVisible();
    });
    await test.step("one that is granted", async () => {
      await press(page, "Connect Notion");
      await signInAtService(page, "ana");
      await expect(page.getByText("Notion is connected.")).toBeVisible();
      await expect(page.getByText("1 of 2 connected")).toBeVisible();
    });
    await test.step("a token that the server does not know, and one that it does", async () => {
      await press(page, "Connect Tickets");
      await enterToken(page, "guessed");
      await expect(page.getByText("Tickets does not accept this token.")).toBeVisible();
      await expectSoundLook(page);
      await page.reload();
      await press(page, "Connect Tickets");
      await enterToken(page, tokens.anas);
      await expect(page.getByText("2 of 2 connected")).toBeVisible();
    });
    await expect(page.getByRole("combobox", { name: "Access duration" })).toContainText("7 days");
    await allow.click();
    await expect(page.getByText("You may close this window.")).toBeVisible();
  });
  expect(await anasClient.listTools()).toEqual(["holder", "notion_whoami", "wiki_whoami"]);
});

test("the second person connects accounts of their own", async () => {
  test.setTimeout(180_000);
  bensClient = await connectV2(bensPage, scene.address, "Client Two", async (page) => {
    await expect(page.getByText("0 of 2 connected")).toBeVisible();
    await press(page, "Connect Notion");
    await signInAtService(page, "ben");
    await press(page, "Connect Tickets");
    await enterToken(page, tokens.bens);
    await expect(page.getByText("2 of 2 connected")).toBeVisible();
    await page.getByRole("button", { name: "Allow" }).click();
    await expect(page.getByText("You may close this window.")).toBeVisible();
  });
});

test("200 interleaved calls reach every server with the caller's own account, and the team's where it is shared", async () => {
  test.setTimeout(180_000);
  const expected = {
    notion_whoami: ["ana", "ben"],
    holder: ["ana", "ben"],
    wiki_whoami: ["team", "team"],
  };
  const plan = Array.from({ length: 200 }, (_, index) => {
    const [tool, names] = Object.entries(expected)[index % 3] ?? ["", []];
    const [client, name] = index % 2 === 0 ? [anasClient, names[0]] : [bensClient, names[1]];
    return { tool, client, name };
  });
  const answers: string[] = [];
  for (let start = 0; start < plan.length; start += 20) {
    const some = plan.slice(start, start + 20);
    answers.push(...(await Promise.all(some.map(({ client, tool }) => client.callTool(tool, {})))));
  }
  expect(answers).toEqual(plan.map(({ name }) => name));
});

test("signing in with another account changes whose name the next call carries", async () => {
  await bensPage.goto("/connections");
  await press(bensPage, "Re-authenticate Notion");
  await expect(bensPage.getByRole("heading", { name: "Sign in to the service" })).toBeVisible();
  // Whoever comes back without signing in can begin again.
  await bensPage.goBack();
  await press(bensPage, "Re-authenticate Notion");
  await signInAtService(bensPage, "benedict");
  await expect(bensPage).toHaveURL(/\/connections\?attempt=/);
  await expect(bensPage.getByText("Notion is connected.")).toBeVisible();
  expect(await bensClient.callTool("notion_whoami", {})).toBe("benedict");
  expect(await anasClient.callTool("notion_whoami", {})).toBe("ana");
});

test("a token that ended is renewed without anybody noticing", async () => {
  const { authority } = services.notion;
  const before = authority.grants("refresh_token");
  for (const account of ["ana", "benedict"]) authority.forget("AccessToken", account);
  const calls = [anasClient, anasClient, bensClient, bensClient].map((client) =>
    client.callTool("notion_whoami", {}),
  );
  expect(await Promise.all(calls)).toEqual(["ana", "ana", "benedict", "benedict"]);
  expect(authority.grants("refresh_token") - before).toBe(2);
});

test("a sign-in that the service ended for good is mended from the link in the answer", async () => {
  const { authority } = services.notion;
  for (const kind of ["AccessToken", "RefreshToken"] as const) authority.forget(kind, "benedict");
  const said = await bensClient.callTool("notion_whoami", {});
  expect(said).toContain("Notion");
  await bensPage.goto(/https?:\/\/\S+\/connections\?server=notion/.exec(said)?.[0] ?? "");
  await expect(row(bensPage, "Notion")).toContainText("Needs sign-in");
  await expectSoundLook(bensPage);
  await press(bensPage, "Reconnect Notion");
  await signInAtService(bensPage, "ben");
  await expect(row(bensPage, "Notion")).toContainText("Connected");
  expect(await bensClient.callTool("notion_whoami", {})).toBe("ben");
  expect(await anasClient.callTool("notion_whoami", {})).toBe("ana");
});

test("a token that the service revoked leads the client to the row that mends it", async () => {
  services.tickets.tokens.delete(tokens.bens);
  const said = await bensClient.callTool("holder", {});
  const link = /https?:\/\/\S+\/connections\?server=tickets/.exec(said)?.[0] ?? "";
  expect(said).toContain("Tickets");
  expect(link).not.toBe("");
  await bensPage.goto(link);
  const reconnect = bensPage.getByRole("button", { name: "Reconnect Tickets" });
  await expect(reconnect).toBeFocused();
  await expect(row(bensPage, "Tickets")).toContainText("Needs sign-in");
  await reconnect.click();
  await enterToken(bensPage, tokens.next);
  await expect(row(bensPage, "Tickets")).toContainText("Connected");
  expect(await bensClient.callTool("holder", {})).toBe("ben's next");
  expect(await anasClient.callTool("holder", {})).toBe("ana");
});

test("an account that was taken back is used no more, and its tools stay listed", async () => {
  await bensPage.goto("/connections");
  await disconnect(bensPage, "Notion");
  const said = await bensClient.callTool("notion_whoami", {});
  expect(said).toContain("/connections?server=notion");
  expect(await bensClient.listTools()).toContain("notion_whoami");
  expect(await anasClient.callTool("notion_whoami", {})).toBe("ana");
  await expectSoundLook(bensPage);
});

test("a request that ended while the person was away says so, and what they connected stays", async () => {
  const app = await OAuthApp.start("Client Three");
  const transport = new TransportV1(new URL(scene.address), { authProvider: app });
  const client = new ClientV1({ name: "Client Three", version: "1.0.0" });
  await expect(client.connect(transport as never)).rejects.toThrow();
  await bensPage.goto(String(app.authorizationUrl));
  const uid = new URL(bensPage.url()).pathname.split("/").at(-1) ?? "";
  await expect(bensPage.getByText("1 of 2 connected")).toBeVisible();
  await press(bensPage, "Connect Notion");
  await expect(bensPage.getByRole("heading", { name: "Sign in to the service" })).toBeVisible();
  await expireRequest(uid);
  await signInAtService(bensPage, "ben");
  await expect(bensPage.getByRole("heading", { name: "This request has expired" })).toBeVisible();
  await expect(bensPage.getByText("Notion stays connected.")).toBeVisible();
  expect(await bensClient.callTool("notion_whoami", {})).toBe("ben");
  app.close();
});

test("a sign-in that another person began is completed by nobody (T20)", async () => {
  await anasPage.goto("/connections");
  const returnTo = { page: "connections" };
  const begun = { server: scene.servers.notion, mode: "personal", returnTo };
  const { url } = await change<{ url: string }>(anasPage, "connections.begin", begun);
  const answer = bensPage.waitForResponse((one) => one.url().includes("/connect/callback"));
  await bensPage.goto(url);
  await signInAtService(bensPage, "mallory");
  expect((await answer).status()).toBe(400);
  await expect(bensPage.getByText("begun in another browser")).toBeVisible();
  expect(await bensClient.callTool("notion_whoami", {})).toBe("ben");
  expect(await anasClient.callTool("notion_whoami", {})).toBe("ana");
});
