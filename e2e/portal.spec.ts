// Every page, in both themes and both widths: reachable, without accessibility violations, without sideways scrolling.
import { expect, test } from "@playwright/test";
import { expectSoundLook } from "./support/look";
import { fillSignIn, signIn } from "./support/people";

const pages = [
  "/projects/support",
  "/projects/support/servers",
  "/projects/support/servers/new",
  "/projects/support/servers/everything",
  "/projects/support/servers/everything/credentials",
  "/projects/support/servers/everything/endpoints",
  "/projects/support/servers/everything/settings",
  "/projects/support/endpoints",
  "/projects/support/endpoints/new",
  "/projects/support/activity",
  "/projects/support/members",
  "/projects/support/members?tab=pending",
  "/projects/support/audit",
  "/projects/support/roles",
  "/projects/support/roles/new",
  "/projects/support/roles/editor",
  "/projects/support/settings",
  "/projects/support/settings/forwarding",
  "/connections",
  "/account",
  "/admin",
  "/admin/people",
  "/admin/projects",
  "/admin/audit",
];

test("every page passes axe in both themes and fits a phone", async ({ page }) => {
  test.setTimeout(300_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await page.goto("/login");
  await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeEnabled();
  await expectSoundLook(page);
  await signIn(page);
  for (const path of pages) {
    await test.step(path, async () => {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.locator("[data-skeleton], [aria-busy=true]")).toHaveCount(0);
      await expectSoundLook(page);
    });
  }
  // Scripts that fail, and what the content security policy stopped.
  expect(complaints).toEqual([]);
});

test("a page asked for without a session leads to the login and back", async ({ page }) => {
  await page.goto("/projects/support/servers");
  await expect(page).toHaveURL(/\/login\?next=%2Fprojects%2Fsupport%2Fservers/);
  await fillSignIn(page);
  await expect(page).toHaveURL(/\/projects\/support\/servers$/);
});

test("signing out ends the session on the server", async ({ page, context }) => {
  await signIn(page);
  const cookies = await context.cookies();
  await page.getByRole("button", { name: /Ana Adler/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/login/);
  await context.addCookies(cookies);
  await page.goto("/account");
  await expect(page).toHaveURL(/\/login/);
});

test("the command menu opens with the keyboard and goes to a page", async ({ page }) => {
  await signIn(page);
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByPlaceholder(/Search|Type/).fill("activity");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/activity$/);
});

test("another project's address and one that never was look the same", async ({ page }) => {
  await signIn(page);
  for (const path of ["/projects/nobody/servers", "/projects/support/servers/never-was"]) {
    await page.goto(path);
    await expect(page.getByText(/does not exist|no such/i).first()).toBeVisible();
  }
});
