// Single sign-on with a real provider: who comes in, where they land, and whose account is theirs.
import { type Browser, expect, type Page, test } from "@playwright/test";
import { type IdentityProvider, startIdentityProvider } from "@/server/testing/identity-provider";
import { type Installation, startInstallation } from "./support/installation";
import { expectNoViolations } from "./support/look";
import { administrator } from "./support/people";

test.describe.configure({ mode: "serial" });

let provider: IdentityProvider;
let installation: Installation;
let host: string;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  provider = await startIdentityProvider({ sub: "", email: "", email_verified: true });
  host = new URL(provider.issuer).host;
  installation = await startInstallation(administrator, {
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: "gatehouse",
    OIDC_CLIENT_SECRET: "a secret of the provider",
    OIDC_JOIN: "acme.example=default:member",
  });
});

test.afterAll(async () => {
  await installation?.close();
  await provider?.close();
});

const at = (path: string) => `${installation.url}${path}`;

async function newPage(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage();
}

async function continueWithProvider(page: Page, sub: string, email: string): Promise<void> {
  provider.claims = { sub, email, email_verified: true, name: `Person ${sub}` };
  await page.getByRole("button", { name: `Continue with ${host}` }).click();
}

async function signInWithPassword(page: Page): Promise<void> {
  await page.goto(at("/login"));
  await page.getByLabel("E-mail").fill(administrator.email);
  await page.getByLabel("Password").fill(administrator.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).not.toHaveURL(/login/);
}

test("somebody of the domain signs in for the first time and is a member of its project", async ({
  browser,
}) => {
  const page = await newPage(browser);
  await page.goto(at("/login"));
  await expect(page.getByRole("button", { name: `Continue with ${host}` })).toBeEnabled();
  await expectNoViolations(page);
  await continueWithProvider(page, "nia", "nia@acme.example");
  await expect(page).toHaveURL(/\/projects\/default$/);
  await page.goto(at("/account"));
  await expect(page.getByText(`You can sign in with ${host}.`)).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Person nia");
});

test("somebody of another domain stays outside and is told whom to ask", async ({ browser }) => {
  const page = await newPage(browser);
  await page.goto(at("/login"));
  await continueWithProvider(page, "mallory", "mallory@evil.example");
  await expect(page.getByText(/Nobody here has that identity/)).toBeVisible();
});

test("the administrator's account is not taken by its address; signed in, they connect it", async ({
  browser,
}) => {
  const page = await newPage(browser);
  await page.goto(at("/login"));
  await continueWithProvider(page, "ana", administrator.email);
  await expect(page.getByText(/another way to sign in/)).toBeVisible();
  await signInWithPassword(page);
  await page.goto(at("/account"));
  await expectNoViolations(page);
  await page.getByRole("button", { name: `Connect ${host}` }).click();
  await expect(page.getByText(`You can sign in with ${host}.`)).toBeVisible();
  const again = await newPage(browser);
  await again.goto(at("/login"));
  await continueWithProvider(again, "ana", "new-address@elsewhere.example");
  await expect(again).toHaveURL(/\/projects\/default$/);
});

test("an invitation lets in whom the provider knows by its address", async ({ browser }) => {
  const inviting = await newPage(browser);
  await signInWithPassword(inviting);
  await inviting.goto(at("/projects/default/members"));
  await inviting.getByRole("button", { name: "Invite" }).click();
  const dialog = inviting.getByRole("dialog");
  await dialog.getByLabel("E-mail addresses").fill("guest@partner.example");
  await dialog.getByRole("checkbox", { name: "Auditor" }).click();
  await dialog.getByRole("button", { name: "Make links" }).click();
  const link = (await dialog.getByRole("listitem").locator("code").textContent()) ?? "";
  const page = await newPage(browser);
  await page.goto(link);
  await expectNoViolations(page);
  await continueWithProvider(page, "guest", "guest@partner.example");
  await expect(page).toHaveURL(link);
  await page.getByRole("link", { name: "Open the project" }).click();
  await expect(page).toHaveURL(/\/projects\/default$/);
  await expect(page.getByRole("link", { name: "Audit", exact: true })).toBeVisible();
});
