// Somebody looks for calls: by typing, by drawing, by the address; and is told where was looked when there are none.
import { readFile } from "node:fs/promises";
import { expect, type Page, test } from "@playwright/test";
import { expectSoundLook } from "./support/look";
import { signIn } from "./support/people";
import { toastOf } from "./support/toast";

test.describe.configure({ mode: "serial" });

const activity = "/projects/support/activity";
const tool = "echo";
let page: Page;

test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
  await signIn(page);
});

test.afterAll(async () => page?.context().close());

const box = () => page.getByRole("combobox", { name: "Search calls" });
const rows = () => page.getByRole("table", { name: "Calls" }).locator("tbody").getByRole("row");

test("a filter is typed with completion, and the address is the view", async () => {
  await page.goto(activity);
  await expect(rows().first()).toBeVisible();
  await box().fill(`tool:${tool.slice(0, 3)}`);
  await expect(page.getByRole("option", { name: tool, exact: true })).toBeVisible();
  await box().press("ArrowDown");
  await box().press("Enter");
  await expect(box()).toHaveValue(`tool:${tool} `);
  await box().press("Enter");
  await expect(page).toHaveURL(new RegExp(`tool=${tool}`));
  await page.reload();
  await expect(page.getByRole("list", { name: "Filters" })).toContainText(tool);
  for (const row of await rows().all()) await expect(row).toContainText(tool);
});

test("filters add up, and each is taken off by itself", async () => {
  await box().fill("duration>10m");
  await box().press("Enter");
  await expect(page.getByText("No call matches")).toBeVisible();
  await expect(page.getByText("in the last 30 days")).toBeVisible();
  await page.getByRole("button", { name: /^Remove filter duration/ }).click();
  await expect(rows().first()).toContainText(tool);
  await page.goBack();
  await expect(page.getByText("No call matches")).toBeVisible();
  await page.getByRole("main").getByRole("button", { name: "Clear filters" }).last().click();
  await box().fill("outcome:denied");
  await box().press("Enter");
  await expect(page).not.toHaveURL(/tool=/);
  await expect(rows().first()).toContainText("Denied");
  await expect(page.getByRole("figure").getByRole("status")).toHaveText(/^\d+ calls?$/);
});

test("drawing across the histogram chooses that time", async () => {
  await page.goto(`${activity}?zone=utc`);
  const bars = await page.getByRole("figure").getByRole("img").boundingBox();
  if (!bars) throw new Error("there are no bars");
  const [right, middle] = [bars.x + bars.width, bars.y + bars.height / 2];
  await page.mouse.move(right - 60, middle);
  await page.mouse.down();
  await page.mouse.move(right - 1, middle, { steps: 3 });
  await page.mouse.up();
  await expect(page).toHaveURL(/from=.*to=/);
  await expect(page.getByLabel("From", { exact: true })).toHaveValue(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/);
  await expect(rows().first()).toBeVisible();
});

test("text that stands in what was sent or answered finds the call", async () => {
  await page.goto(`${activity}?q=nothing-holds-this-text`);
  await expect(page.getByText("No call matches")).toBeVisible();
  await page.goto(`${activity}?q=${tool.toUpperCase()}`);
  await expect(rows().first()).toContainText(tool);
});

test("an export says how it ended, and how many calls it has", async () => {
  await page.goto(`${activity}?tool=${tool}`);
  const shown = await rows().count();
  await page.getByRole("button", { name: "Export" }).click();
  const arriving = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: /JSON Lines, for/ }).click();
  const text = await readFile(await (await arriving).path(), "utf8");
  expect(text.trimEnd().split("\n")).toHaveLength(shown);
  await expect(toastOf(page, new RegExp(`^Exported ${shown} calls?$`))).toBeVisible();
});

test("a column that is left out stays out for whoever opens the link", async () => {
  await page.goto(activity);
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Client" }).click();
  await expect(page).toHaveURL(/hide=client/);
  await page.reload();
  await expect(page.getByRole("columnheader", { name: "Client" })).toHaveCount(0);
});

test("the search passes axe in both themes and fits a phone", async () => {
  await page.goto(`${activity}?outcome=ok,denied&from=2026-01-01T00:00:00Z&within=custom`);
  await box().click();
  await expect(page.getByRole("option").first()).toBeVisible();
  await box().press("ArrowDown");
  await expectSoundLook(page);
  await expect(page.getByRole("option").first()).toBeVisible();
});
