// A program gets an account and a token, uses an endpoint with nothing else, and is cut off when the token is revoked.
import { type APIRequestContext, expect, type Page, test } from "@playwright/test";
import { expectNoViolations } from "./support/look";
import { signIn } from "./support/people";
import { change } from "./support/portal-api";

const accounts = "/projects/support/service-accounts";
const name = `deploy-bot-${Date.now()}`;

test.describe.configure({ mode: "serial" });

let page: Page;
let address: string;
let token: string;

test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
  await signIn(page);
  const input = { project: "support", name: `machines-${Date.now()}`, description: "" };
  const { slug } = await change<{ slug: string }>(page, "endpoints.create", input);
  address = `/mcp/${slug}`;
});
test.afterAll(() => page?.close());

async function expectAccessible(): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expectNoViolations(page);
  }
}

/** The first request of any client, with this token alone. */
async function connect(request: APIRequestContext, bearer: string): Promise<number> {
  const clientInfo = { name: "job", version: "1" };
  const params = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo };
  const headers = {
    authorization: `Bearer ${bearer}`,
    accept: "application/json, text/event-stream",
  };
  const data = { jsonrpc: "2.0", id: 1, method: "initialize", params };
  return (await request.post(address, { headers, data })).status();
}

test("an account is created with a role, and needs one", async () => {
  await page.goto(accounts);
  await expectAccessible();
  await page.getByRole("button", { name: "Create service account" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  await expect(dialog.getByText("Choose a role.")).toBeVisible();
  await dialog.getByRole("checkbox", { name: "Member" }).click();
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
});

test("its token is shown once, and connects without a browser", async ({ playwright, baseURL }) => {
  await page.getByRole("button", { name: "Create token" }).click();
  await page.getByLabel("Name").fill("CI pipeline");
  await page.getByRole("dialog").getByRole("button", { name: "Create token" }).click();
  const dialog = page.getByRole("dialog", { name: "The token" });
  token = (await dialog.locator("code").first().textContent()) ?? "";
  expect(token).toMatch(/^gatehouse_sa_/);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeVisible();
  await expectAccessible();
  await dialog.getByRole("button", { name: "I have stored it" }).click();
  const request = await playwright.request.newContext({ ...(baseURL ? { baseURL } : {}) });
  expect(await connect(request, token)).toBe(200);
  expect(await connect(request, `${token}x`)).toBe(401);
  await page.reload();
  await expect(page.getByRole("row", { name: /CI pipeline/ })).toContainText(token.slice(-4));
  expect(await page.content()).not.toContain(token);
  await expectAccessible();
});

test("on a phone nothing is lost sideways", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  const overflow = () =>
    page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
  expect(await overflow()).toBe(0);
  await page.goto(accounts);
  await expect(page.getByRole("link", { name })).toBeVisible();
  expect(await overflow()).toBe(0);
  await page.getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  await page.setViewportSize({ width: 1280, height: 860 });
});

test("a revoked token is refused at once", async ({ playwright, baseURL }) => {
  await page.getByRole("button", { name: "Revoke CI pipeline" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByRole("row", { name: /CI pipeline/ })).toContainText("Revoked");
  const request = await playwright.request.newContext({ ...(baseURL ? { baseURL } : {}) });
  await expect.poll(() => connect(request, token), { timeout: 1_500 }).toBe(401);
});
