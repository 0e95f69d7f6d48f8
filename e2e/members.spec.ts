// People come by a link, see what their roles allow, and are out when they are removed or disabled.
import { type Browser, expect, type Locator, type Page, test } from "@playwright/test";
import { expectNoViolations } from "./support/look";
import { administrator, fillSignIn, type Somebody, signIn } from "./support/people";
import { change } from "./support/portal-api";

const members = "/projects/support/members";

function someone(name: string): Somebody {
  const email = `${name.toLowerCase()}.${Date.now()}@example.com`;
  return { name: `${name} Novak`, email, password: "three quiet green lamps" };
}

/** Presses until it had its effect: a button does nothing before React has taken over the page. */
async function press(button: Locator, effect: Locator): Promise<void> {
  await expect(async () => {
    if (!(await effect.isVisible())) await button.click();
    await expect(effect).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
}

/** Chooses from the three dots of somebody's row. */
async function choose(page: Page, who: Somebody, item: string): Promise<void> {
  const button = row(page, who).getByRole("button", { name: /^Actions for/ });
  const entry = page.getByRole("menuitem", { name: item });
  await press(button, entry);
  await entry.click();
}

/** Invites on the page, and returns the link that is shown this once. */
async function invite(page: Page, { email }: Somebody): Promise<string> {
  await page.goto(members);
  const dialog = page.getByRole("dialog");
  await press(page.getByRole("button", { name: "Invite" }), dialog);
  await dialog.getByLabel("E-mail addresses").fill(email);
  await dialog.getByRole("button", { name: "Make links" }).click();
  const link = await dialog
    .getByRole("listitem")
    .filter({ hasText: email })
    .locator("code")
    .textContent();
  await dialog.getByRole("button", { name: "Done" }).click();
  return link ?? "";
}

async function join(page: Page, link: string, { name, password }: Somebody): Promise<void> {
  await page.goto(link);
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Create account and join" }).click();
  await expect(page).toHaveURL(/\/projects\/support$/);
}

async function newPage(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage();
}

const row = (page: Page, { email }: Somebody) => page.getByRole("row").filter({ hasText: email });
const sections = (page: Page) => page.getByRole("navigation", { name: "Project", exact: true });

test("an invited colleague joins, sees what the role allows, and is out when removed", async ({
  page,
  browser,
}) => {
  const nia = someone("Nia");
  await signIn(page);
  const link = await invite(page, nia);
  await page.getByRole("link", { name: /^Pending/ }).click();
  await expect(row(page, nia)).toBeVisible();

  const hers = await newPage(browser);
  await hers.goto(link);
  await expect(hers.getByRole("heading", { name: "Join Support" })).toBeVisible();
  await expect(hers.getByText("invites you to this project as")).toContainText(administrator.name);
  await expectNoViolations(hers);
  await join(hers, link, nia);
  await expect(sections(hers).getByRole("link", { name: "Endpoints" })).toBeVisible();
  await expect(sections(hers).getByRole("link", { name: "Servers" })).toHaveCount(0);
  await hers.goto(members);
  await expect(hers.getByRole("heading", { name: "You may not see this" })).toBeVisible();

  // Another role, in the row.
  await page.goto(members);
  const auditor = page.getByRole("menuitemradio", { name: "Auditor" });
  await press(row(page, nia).getByRole("button", { name: /^Roles of Nia/ }), auditor);
  await auditor.click();
  await expect(row(page, nia)).toContainText("Auditor");
  await hers.goto("/projects/support/servers");
  await expect(hers.getByRole("heading", { name: "Servers", level: 1 })).toBeVisible();
  await expect(hers.getByRole("button", { name: "Add server" })).toHaveAttribute(
    "aria-disabled",
    "true",
  );

  await choose(page, nia, "Remove…");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("No AI client and no account is connected.");
  await expectNoViolations(page);
  await dialog.getByRole("button", { name: "Remove" }).click();
  // Rows behind an open dialog are hidden from roles: none would be found before anything has happened.
  await expect(dialog).toHaveCount(0);
  await expect(row(page, nia)).toHaveCount(0);
  await hers.goto("/projects/support/servers");
  await expect(hers.getByRole("heading", { name: /does not exist/ })).toBeVisible();
  await hers.goto(link);
  await expect(hers.getByRole("heading", { name: "This invitation has been used" })).toBeVisible();
});

test("several roles, one of them until a day, are given in a dialog with the keyboard", async ({
  page,
  browser,
}) => {
  const lea = someone("Lea");
  await signIn(page);
  await join(await newPage(browser), await invite(page, lea), lea);
  await page.goto(members);
  const several = page.getByRole("menuitem", { name: /^Several roles/ });
  const roles = row(page, lea).getByRole("button", { name: /^Roles of Lea/ });
  await expect(async () => {
    if (!(await several.isVisible())) await roles.press("Enter");
    await expect(several).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  await several.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("checkbox", { name: "Editor" }).press("Space");
  const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  await dialog.getByLabel(/Last day as Editor/).fill(day);
  await dialog.getByRole("button", { name: "Save roles" }).press("Enter");
  await expect(row(page, lea)).toContainText("Editor ends in");
  await expect(row(page, lea)).toContainText("Member");
});

test("a link opened by somebody else says so, and lets them switch the account", async ({
  page,
}) => {
  const sam = someone("Sam");
  await signIn(page);
  await page.goto(await invite(page, sam));
  await expect(page.getByText(`you are signed in as ${administrator.email}`)).toBeVisible();
  await page.getByRole("button", { name: "Sign out and continue" }).click();
  await expect(page.getByLabel("Your name")).toBeVisible();
  await expect(page.getByLabel("E-mail")).toHaveValue(sam.email);
});

test("somebody who has an account signs in and joins", async ({ page, browser }) => {
  const kim = someone("Kim");
  await signIn(page);
  const theirs = await newPage(browser);
  await join(theirs, await invite(page, kim), kim);
  await page.goto(members);
  await choose(page, kim, "Remove…");
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(row(page, kim)).toHaveCount(0);
  const fresh = await newPage(browser);
  await fresh.goto(await invite(page, kim));
  await fresh.getByRole("link", { name: "Sign in to join" }).click();
  await fillSignIn(fresh, kim);
  await fresh.getByRole("button", { name: "Join Support" }).click();
  await expect(fresh).toHaveURL(/\/projects\/support$/);
});

test("a disabled person is signed out at once; enabled again, a link gives a new password", async ({
  page,
  browser,
}) => {
  const zoe = someone("Zoe");
  await signIn(page);
  const hers = await newPage(browser);
  await join(hers, await invite(page, zoe), zoe);
  await page.goto("/admin/people");
  await choose(page, zoe, "Disable…");
  await expect(page.getByRole("dialog")).toContainText("1 session");
  await page.getByRole("dialog").getByRole("button", { name: "Disable" }).click();
  await expect(row(page, zoe)).toContainText("Disabled");
  await hers.goto("/projects/support");
  await expect(hers).toHaveURL(/\/login/);
  await choose(page, zoe, "Enable");
  await expect(row(page, zoe)).toContainText("Active");
  await choose(page, zoe, "Make a password link");
  const link = await page.getByRole("dialog").locator("code").textContent();
  await hers.goto(link ?? "");
  await expectNoViolations(hers);
  await hers.getByLabel("New password").fill("four louder yellow lamps");
  await hers.getByRole("button", { name: "Set password" }).click();
  await expect(hers).toHaveURL(/\/projects\/support$/);
  await hers.goto(link ?? "");
  await expect(hers.getByRole("heading", { name: /does not work any more/ })).toBeVisible();
});

test("an administrator makes a project from the switcher, and cannot leave it alone", async ({
  page,
}) => {
  await signIn(page);
  const create = page.getByRole("menuitem", { name: "New project…" });
  await press(page.getByRole("button", { name: /Switch project/ }), create);
  await create.click();
  const name = `Zeta ${Date.now()}`;
  await page.getByRole("dialog").getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Create project" }).click();
  await expect(page).toHaveURL(/\/projects\/zeta-\d+$/);
  const project = page.url().split("/").at(-1) ?? "";
  await page.goto(`/projects/${project}/members`);
  await expect(page.getByText("Nobody else is here yet.")).toBeVisible();
  const leave = page.getByRole("menuitem", { name: "Leave project…" });
  await press(page.getByRole("button", { name: /^Actions for/ }), leave);
  await expect(leave).toHaveAttribute("aria-disabled", "true");
  await page.keyboard.press("Escape");
  await change(page, "projects.delete", { project, confirm: name });
});
