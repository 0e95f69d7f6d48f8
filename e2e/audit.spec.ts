// An administrator finds who did what, opens it, narrows it down, and takes it along as a file.
import { readFile } from "node:fs/promises";
import { expect, type Page, test } from "@playwright/test";
import { expectSoundLook } from "./support/look";
import { administrator, signIn } from "./support/people";

const log = "/projects/support/audit";

test.beforeEach(async ({ page }) => {
  await signIn(page);
});

/** The buttons of the rows, newest first. */
function rows(page: Page) {
  return page.getByRole("table", { name: "Audit log" }).locator("[data-row-toggle]");
}

async function choose(page: Page, filter: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: filter }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

async function download(page: Page, format: RegExp): Promise<string> {
  await page.getByRole("button", { name: "Export" }).click();
  const arriving = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: format }).click();
  // A menu that is still closing takes the focus back, and so closes the next one.
  await expect(page.getByRole("menu")).toHaveCount(0);
  return readFile(await (await arriving).path(), "utf8");
}

test("adding a server is found by its action, and opens to what was entered", async ({ page }) => {
  await page.goto(log);
  await choose(page, "Action", "Added a server");
  await expect(page).toHaveURL(/action=server\.created/);
  await expect(rows(page).filter({ hasNotText: "Added a server" })).toHaveCount(0);
  await page.reload();
  await rows(page).last().click();
  const changes = page.getByRole("table", { name: "What changed" });
  await expect(changes.getByRole("row", { name: /Name Everything/ })).toBeVisible();
  await expect(page.getByText("not known")).toHaveCount(0);
  await page.getByRole("button", { name: "All about this server" }).click();
  await expect(page).toHaveURL(/subject=server&subjectId=|subjectId=.*subject=server/);
});

test("what nobody did says so, and leads back to everything", async ({ page }) => {
  await page.goto(`${log}?q=nobody-ever-did-this`);
  await expect(page.getByText("Nothing matches these filters")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).first().click();
  await expect(page).toHaveURL(new RegExp(`${log}$`));
  await expect(rows(page).first()).toBeVisible();
});

test("the keyboard goes from row to row, opens and closes", async ({ page }) => {
  await page.goto(log);
  await rows(page).first().focus();
  await page.keyboard.press("ArrowDown");
  const second = rows(page).nth(1);
  await expect(second).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(second).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("Escape");
  await expect(second).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("ArrowUp");
  await expect(rows(page).first()).toBeFocused();
});

test("the export of a filter has what the page shows, and is on the record itself", async ({
  page,
}) => {
  await page.goto(`${log}?subject=project`);
  await expect(rows(page).last()).toContainText("Created a project");
  const shown = await rows(page).count();
  const csv = await download(page, /CSV/);
  expect(csv.trimEnd().split("\r\n")).toHaveLength(shown + 1);
  expect(csv).toContain(administrator.name);
  const json = await download(page, /JSON Lines/);
  const events = json
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(events).toHaveLength(shown);
  await page.goto(`${log}?action=audit.exported`);
  await rows(page).first().click();
  await expect(page.getByRole("table", { name: "What changed" })).toContainText("jsonl");
});

test("a failed sign-in stands in the installation's log, about the address that was tried", async ({
  page,
  browser,
}) => {
  const stranger = await browser.newPage();
  await stranger.goto("/login");
  await stranger.getByLabel("E-mail").fill("stranger@example.com");
  await stranger.getByLabel("Password").fill("a guess of somebody");
  await stranger.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(stranger.getByText("That e-mail and password do not match.")).toBeVisible();
  await stranger.close();
  await page.goto("/admin/audit?action=session.failed");
  const row = page.getByRole("row").filter({ hasText: "stranger@example.com" }).first();
  await expect(row).toContainText("Not signed in");
  await row.getByRole("button").click();
  await expect(page.getByText("Nobody here has this address")).toBeVisible();
  await expect(page.getByText("a guess of somebody")).toHaveCount(0);
});

test("an opened row passes axe in both themes and fits a phone", async ({ page }) => {
  await page.goto(`${log}?within=days&from=2026-01-01`);
  await rows(page).first().click();
  await rows(page).last().click();
  await expectSoundLook(page);
});
