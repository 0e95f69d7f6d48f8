// From the printed set-up link to the first recorded calls, as a newcomer does it, with a real server and real clients.
import { expect, type Page, test } from "@playwright/test";
import { type AiClient, connectV1, connectV2 } from "./support/clients";
import { type Everything, startEverything } from "./support/everything";
import { administrator } from "./support/people";
import { toastOf } from "./support/toast";

const chosen = ["echo", "get-sum", "get-tiny-image"];
const setupUrl = process.env["GATEHOUSE_E2E_SETUP_URL"] ?? "";

let everything: Everything;
let page: Page;
let address: string;
let v1: AiClient;
let v2: AiClient;

test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }) => {
  everything = await startEverything();
  page = await browser.newPage();
});

test.afterAll(async () => {
  await Promise.allSettled([v1?.close(), v2?.close()]);
  everything?.stop();
  await page?.close();
});

test("without the one-time link nobody can set up", async () => {
  await page.goto("/setup");
  await expect(page.getByText("Open the set-up link")).toBeVisible();
  await page.goto("/setup?token=guessed");
  await expect(page.getByText("not valid any more")).toBeVisible();
});

test("the set-up link makes the first administrator and project", async () => {
  await page.goto(setupUrl);
  await page.getByLabel("Your name").fill(administrator.name);
  await page.getByLabel("E-mail").fill(administrator.email);
  await page.getByLabel("Password", { exact: true }).fill(administrator.password);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Project name").fill("Support");
  await page.getByRole("button", { name: "Finish set-up" }).click();
  await expect(page).toHaveURL(/\/projects\/support$/);
});

test("a server at a private address is refused until allowed, then its tools are read", async () => {
  await page.goto("/projects/support/servers/new");
  await page.getByLabel("URL").fill(everything.url);
  await page.getByRole("button", { name: "Check address" }).click();
  await expect(page.getByText(/is private or not encrypted, so it is not contacted/)).toBeVisible();
  await page.getByRole("button", { name: `Allow ${everything.hostPort}` }).click();
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).toBeVisible();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Everything");
  await page.getByRole("button", { name: "Add server" }).click();
  await expect(page).toHaveURL(/\/servers\/everything$/);
  await expect(page.getByText("Connected").first()).toBeVisible();
  for (const tool of chosen)
    await expect(page.getByText(tool, { exact: true }).first()).toBeVisible();
});

test("an endpoint exposes nothing until three tools are switched on", async () => {
  await page.goto("/projects/support/endpoints/new");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Front desk");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("checkbox", { name: "Everything" }).click();
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  const switches = page.getByRole("switch");
  await expect(switches.first()).toBeVisible();
  expect(await switches.and(page.locator('[aria-checked="true"]')).count()).toBe(0);
  for (const tool of chosen) await page.getByRole("switch", { name: tool, exact: true }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Create endpoint" }).click();
  await expect(page.getByText("Front desk is ready")).toBeVisible();
  const text = await page
    .getByText(/\/mcp\/front-desk-/)
    .first()
    .innerText();
  address = /https?:\/\/\S+\/mcp\/front-desk-[a-z0-9]+/.exec(text)?.[0] ?? "";
  expect(address).toContain("/mcp/front-desk-");
});

async function allow(client: string): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toContainText(
    `${client} wants to use Front desk as you`,
  );
  await expect(page.getByText("name not verified")).toBeVisible();
  await page.getByRole("button", { name: "Allow" }).click();
  await expect(page.getByText("You may close this window.")).toBeVisible();
}

test("the v1 client authorizes in the browser, lists exactly these tools and calls one", async () => {
  v1 = await connectV1(page, address, "Client One", () => allow("Client One"));
  expect(await v1.listTools()).toEqual(chosen);
  expect(await v1.callTool("echo", { message: "from the first" })).toContain("from the first");
  await expect(v1.callTool("get-env", {})).rejects.toThrow("Unknown tool");
});

test("the v2 client does the same in the 2026 revision", async () => {
  v2 = await connectV2(page, address, "Client Two", () => allow("Client Two"));
  expect(await v2.listTools()).toEqual(chosen);
  expect(await v2.callTool("get-sum", { a: 20, b: 22 })).toContain("42");
});

test("the calls stand in the activity page, also the refused one", async () => {
  await page.goto("/projects/support/activity");
  const table = page.getByRole("table");
  await expect(
    table.getByRole("row").filter({ hasText: "Client One" }).filter({ hasText: "echo" }),
  ).toContainText("OK");
  await expect(
    table.getByRole("row").filter({ hasText: "Client Two" }).filter({ hasText: "get-sum" }),
  ).toBeVisible();
  await expect(table.getByRole("row").filter({ hasText: "get-env" })).toContainText("Denied");
  await table.getByRole("link", { name: "echo" }).click();
  const drawer = page.getByRole("dialog");
  await expect(drawer.getByText("from the first").first()).toBeVisible();
  await expect(page).toHaveURL(/call=/);
  await page.goBack();
  await expect(drawer).toBeHidden();
});

test("switching a tool off takes it from clients that are connected", async () => {
  await page.goto(`/projects/support/endpoints/${address.split("/").at(-1)}`);
  await page.getByRole("switch", { name: "get-sum", exact: true }).click();
  await Promise.all([v1.toolsChanged, v2.toolsChanged]);
  expect(await v1.listTools()).toEqual(["echo", "get-tiny-image"]);
  expect(await v2.listTools()).toEqual(["echo", "get-tiny-image"]);
  await expect(v2.callTool("get-sum", { a: 1, b: 1 })).rejects.toThrow("Unknown tool");
});

test("revoking a session cuts its client off and leaves the other", async () => {
  await page.getByRole("button", { name: "Revoke Client One" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(toastOf(page, "Client One is cut off")).toBeVisible();
  await expect(v1.callTool("echo", { message: "again" })).rejects.toThrow();
  expect(await v2.callTool("echo", { message: "still here" })).toContain("still here");
});

test("a person ends the access of their own client in My connections", async () => {
  await page.goto("/connections");
  await page
    .getByRole("row")
    .filter({ hasText: "Client Two" })
    .getByRole("button", { name: /End access/ })
    .click();
  await page.getByRole("dialog").getByRole("button", { name: "End access" }).click();
  await expect(toastOf(page, "Access ended")).toBeVisible();
  // Its calls stay listed.
  const clients = page.getByRole("table", { name: "AI clients" });
  await expect(clients.getByText("Client Two")).toHaveCount(0);
  await expect(v2.callTool("echo", { message: "again" })).rejects.toThrow();
});
