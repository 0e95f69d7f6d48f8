// An administrator decides how long calls are kept, is told what that drops, and holds the record.
import { type Browser, expect, type Page, test } from "@playwright/test";
import { newSlug } from "@/server/core/ids";
import { addColleague } from "./support/colleague";
import { expectNoViolations, expectSoundLook } from "./support/look";
import { addOldCalls, dropOldPayloads } from "./support/old-calls";
import { signIn } from "./support/people";
import { change } from "./support/portal-api";
import { toastOf } from "./support/toast";

test.describe.configure({ mode: "serial" });

const auditor = {
  name: "Rita Reader",
  email: `rita-${newSlug()}@example.com`,
  password: "a-passphrase-for-rita",
};
const months = [5, 4, 2].map(monthsAgo);
const [oldest = "", older = "", recent = ""] = months;

let page: Page;
let project: string;
let calls: string[];

function monthsAgo(count: number): string {
  const now = new Date();
  const then = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - count, 1));
  return then.toISOString().slice(0, 7);
}

const words = (month: string) =>
  new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" }).format(
    new Date(`${month}-01`),
  );

async function newPage(browser: Browser): Promise<Page> {
  return (await browser.newContext({ reducedMotion: "reduce" })).newPage();
}

test.beforeAll(async ({ browser }) => {
  page = await newPage(browser);
  await signIn(page);
  const name = `Kept ${newSlug()}`;
  project = (await change<{ slug: string }>(page, "projects.create", { name })).slug;
  for (const month of [oldest, older]) await addOldCalls(project, month, 600);
  calls = await addOldCalls(project, recent, 3);
});

test.afterAll(async () => page?.context().close());

const rowOf = (month: string) => page.getByRole("row").filter({ hasText: words(month) });
const dialog = () => page.getByRole("dialog");

async function choose(field: string, choice: string): Promise<void> {
  await page.getByRole("combobox", { name: field }).click();
  await page.getByRole("option", { name: choice, exact: true }).click();
}

test("the page is a part of the settings, and shows what there is month by month", async () => {
  await page.goto(`/projects/${project}/settings`);
  await page.getByRole("link", { name: "Retention" }).click();
  await expect(page).toHaveURL(/settings\/retention$/);
  await expect(rowOf(oldest)).toContainText("600");
  await expect(rowOf(oldest)).toContainText("Kept");
  await expect(rowOf(recent)).toContainText("3");
  await expect(page.getByText(/in 3 months, with indexes; the oldest call is of/)).toBeVisible();
});

test("a shorter period is asked about in numbers, and can be left", async () => {
  await choose("Keep calls", "90 days");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(dialog()).toContainText(
    /(600|1,200) calls of [12] months? are dropped within an hour/,
  );
  await expect(dialog()).toContainText("cannot be brought back");
  await page.keyboard.press("Escape");
  await expect(rowOf(oldest)).toContainText("Kept");
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(page.getByRole("combobox", { name: "Keep calls" })).toHaveText("For ever");
});

test("a period that drops nothing is saved without a question", async () => {
  await choose("Keep calls", "10 years");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Unsaved changes")).toBeHidden();
  await expect(rowOf(oldest)).not.toContainText("Kept");
});

test("payloads cannot outlive their calls, and any number of days can be entered", async () => {
  await choose("Keep payloads", "Another number of days");
  const days = page.getByRole("spinbutton", { name: "Keep payloads: days" });
  await days.fill("3");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("At least 7 days.")).toBeVisible();
  await choose("Keep calls", "30 days");
  await days.fill("45");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Payloads cannot be kept longer than their calls.")).toBeVisible();
  await choose("Keep calls", "5 years");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(dialog()).toContainText(/payloads of \d months? are dropped within an hour/);
  await expect(dialog()).toContainText("The calls themselves stay.");
  await dialog().getByRole("button", { name: "Save and drop" }).click();
  await expect(dialog()).toBeHidden();
  await page.reload();
  await expect(days).toHaveValue("45");
  await expect(rowOf(oldest)).toContainText("With the next round");
});

test("a hold needs a reason, and is seen where calls are read", async () => {
  await page.getByRole("button", { name: "Hold the record…" }).click();
  await dialog().getByRole("button", { name: "Hold the record" }).click();
  await expect(dialog()).toContainText("Say why, in a few words.");
  await dialog().getByLabel("Reason").fill("Case 14: keep everything");
  await dialog().getByRole("button", { name: "Hold the record" }).click();
  await expect(toastOf(page, "The record is on hold")).toBeVisible();
  await expect(rowOf(oldest)).toContainText("On hold");
  await page.goto(`/projects/${project}/activity`);
  await expect(page.getByText("Reason: Case 14: keep everything")).toBeVisible();
  await expectSoundLook(page);
});

test("the page and its dialogs pass axe in both themes and fit a phone", async () => {
  await page.goto(`/projects/${project}/settings/retention`);
  await expect(rowOf(oldest)).toBeVisible();
  await expectSoundLook(page);
  await page.getByRole("button", { name: "Release the hold…" }).click();
  await expect(dialog()).toContainText("The period counts again.");
  await expectSoundLook(page);
  await page.keyboard.press("Escape");
});

test("the hold is released with the keyboard alone, with what follows from it", async () => {
  await page.getByRole("button", { name: "Release the hold…" }).press("Enter");
  await expect(dialog()).toContainText(/payloads of \d months? are dropped within an hour/);
  await dialog().getByLabel("Reason").fill("Settled");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(toastOf(page, "The hold is released")).toBeVisible();
  await expect(page.getByRole("button", { name: "Hold the record…" })).toBeVisible();
});

test("a call whose payload is gone says so, and a search says where it cannot look", async () => {
  const search = `/projects/${project}/activity?q=echo&from=2020-01-01T00:00:00Z&within=custom`;
  const hint = page.getByText(/only names and errors are searched/);
  await page.goto(search);
  await expect(page.getByRole("table", { name: "Calls" })).toBeVisible();
  await expect(hint).toBeHidden();
  for (const month of months) await dropOldPayloads(project, month);
  await page.reload();
  await expect(hint).toBeVisible();
  await expectNoViolations(page);
  await page.goto(`/projects/${project}/activity?call=${calls[0]}`);
  const removed = "The payload was removed after 45 days, as the project's retention says.";
  await expect(dialog().getByText(removed)).toBeVisible();
  await expectNoViolations(page);
});

test("who may only read sees it all and changes nothing; who may not read calls is told what is missing", async ({
  browser,
}) => {
  await addColleague(auditor, project);
  const hers = await newPage(browser);
  await signIn(hers, auditor);
  await hers.goto(`/projects/${project}/settings/retention`);
  await expect(hers.getByText("activity.read", { exact: true })).toBeVisible();
  await expectSoundLook(hers);
  await hers.context().close();
});

test("the acts stand in the project's audit log", async () => {
  await page.goto(`/projects/${project}/audit`);
  for (const act of [
    "Changed how long calls are kept",
    "Put the record of calls on hold",
    "Released the hold on the record of calls",
  ])
    await expect(page.getByText(act).first()).toBeVisible();
});

test("what a deleted project leaves is listed for administrators of the installation, who can hold it", async () => {
  await page.goto(`/projects/${project}/settings`);
  const title = await page.getByLabel("Name").inputValue();
  await page.getByRole("button", { name: "Delete project…" }).click();
  await dialog().getByRole("textbox").fill(title);
  await dialog().getByRole("button", { name: "Delete project" }).click();
  await expect(page).not.toHaveURL(new RegExp(project));
  await page.goto("/admin/projects");
  const kept = page.getByRole("table", { name: "Record kept of deleted projects" });
  const row = kept.getByRole("row").filter({ hasText: title });
  await expect(row).toContainText("5 years");
  await row.getByRole("button", { name: `Actions for the record of ${title}` }).click();
  await page.getByRole("menuitem", { name: "Hold the record…" }).click();
  await dialog().getByLabel("Reason").fill("Case 15");
  await dialog().getByRole("button", { name: "Hold the record" }).click();
  await expect(row).toContainText("On hold");
  await expectSoundLook(page);
});
