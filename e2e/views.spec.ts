// Somebody keeps a filter under a name, comes back to it, changes it, shares it; and a colleague finds it.
import { expect, type Page, test } from "@playwright/test";
import { addColleague } from "./support/colleague";
import { expectNoSidewaysScrolling, expectNoViolations, expectSoundLook } from "./support/look";
import { signIn } from "./support/people";

test.describe.configure({ mode: "serial" });

const activity = "/projects/support/activity";
const auditor = {
  name: "Otto Auditor",
  email: "otto@example.com",
  password: "otto-has-a-long-passphrase",
};
let page: Page;

test.beforeAll(async ({ browser }) => {
  await addColleague(auditor, "support", "auditor");
  page = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
  await signIn(page);
});

test.afterAll(async () => page?.context().close());

const menu = (name: string | RegExp) => page.getByRole("button", { name });
const item = (name: string | RegExp) => page.getByRole("menuitem", { name });
const dialog = (name: string) => page.getByRole("dialog", { name });

test("without a view the menu says what one is", async () => {
  await page.goto(`${activity}?outcome=denied&within=7d`);
  await menu("Views").click();
  await expect(page.getByText("No views yet")).toBeVisible();
  // An open menu stands beside the page's landmarks.
  await expectNoViolations(page, ["region"]);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScrolling(page);
  await page.setViewportSize({ width: 1280, height: 844 });
  await page.keyboard.press("Escape");
});

test("the filter is saved under a name, with nothing but the keyboard", async () => {
  await menu("Views").focus();
  await page.keyboard.press("Enter");
  await expect(item("Save this filter as a view…")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(dialog("Save as a view").getByLabel("Name")).toBeFocused();
  await expectSoundLook(page);
  await page.keyboard.press("Enter");
  await expect(dialog("Save as a view")).toContainText("Give the view a name.");
  await page.keyboard.type("Denied this week");
  await page.keyboard.press("Enter");
  await expect(menu("View: Denied this week")).toBeVisible();
  await expect(page).toHaveURL(/view=/);
});

test("opening it makes the address the filter again, and Back leads away", async () => {
  await page.goto(activity);
  await menu("Views").click();
  await page.getByRole("menuitemradio", { name: "Denied this week" }).click();
  await expect(page).toHaveURL(/within=7d/);
  await expect(page).toHaveURL(/outcome=denied/);
  await expect(page.getByRole("list", { name: "Filters" })).toContainText("Denied");
  await page.goBack();
  await expect(page).not.toHaveURL(/outcome=denied/);
  await page.goForward();
  await expect(page).toHaveURL(/outcome=denied/);
  await page.reload();
  await expect(menu("View: Denied this week")).toBeVisible();
});

test("a filter that was changed is said to be, and becomes the view's", async () => {
  await page.getByRole("combobox", { name: "Search calls" }).fill("outcome:failed");
  await page.getByRole("combobox", { name: "Search calls" }).press("Enter");
  await menu(/^View: Denied this week.*changed/).click();
  await item("Update “Denied this week” to this filter").click();
  await expect(menu("View: Denied this week")).not.toContainText("changed");
  await page.goto(activity);
  await menu("Views").click();
  await page.getByRole("menuitemradio", { name: "Denied this week" }).click();
  await expect(page).toHaveURL(/outcome=denied,failed/);
});

test("it is renamed and shared with the project", async () => {
  await menu(/^View/).click();
  await item("Manage views…").click();
  await expect(dialog("Views")).toContainText("Last 7 days · Denied or Failed");
  await dialog("Views").getByRole("button", { name: "Change Denied this week" }).click();
  const change = dialog("Change Denied this week");
  await change.getByLabel("Name").fill("Trouble this week");
  await change.getByRole("checkbox", { name: "Share with the project" }).click();
  await change.getByRole("button", { name: "Save" }).click();
  await expect(dialog("Views")).toContainText("Shared by Ana Adler");
  await expectSoundLook(page);
  await page.keyboard.press("Escape");
  await expect(menu("View: Trouble this week")).toBeVisible();
  await page.goto("/projects/support/audit");
  await expect(page.getByRole("table").getByRole("row").nth(1)).toContainText("Shared a view");
});

test("a colleague without the right to change the project finds it, and keeps views of their own", async ({
  browser,
}) => {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const theirs = await context.newPage();
  await signIn(theirs, auditor);
  await theirs.goto(`${activity}?min=5`);
  await theirs.getByRole("button", { name: "Views" }).click();
  await expect(theirs.getByText("Shared with the project")).toBeVisible();
  await theirs.getByRole("menuitem", { name: "Save this filter as a view…" }).click();
  const share = theirs.getByRole("checkbox", { name: "Share with the project" });
  await expect(share).toBeDisabled();
  await expect(share).toHaveAccessibleDescription(/shared views.*can grant it/);
  await theirs.getByLabel("Name").fill("Slower than 5 ms");
  await theirs.getByRole("button", { name: "Save view" }).click();
  await theirs.getByRole("button", { name: "View: Slower than 5 ms" }).click();
  await theirs.getByRole("menuitem", { name: "Manage views…" }).click();
  const listed = theirs.getByRole("dialog", { name: "Views" });
  await expect(listed.getByRole("button", { name: "Delete Trouble this week" })).toBeDisabled();
  await expect(listed.getByRole("button", { name: "Delete Slower than 5 ms" })).toBeEnabled();
  await context.close();
});

test("it is deleted, and the page keeps its filter", async () => {
  await page.goto(activity);
  await menu("Views").click();
  await expect(page.getByRole("menuitemradio")).toHaveCount(1);
  await page.getByRole("menuitemradio", { name: "Trouble this week" }).click();
  await menu(/^View/).click();
  await item("Manage views…").click();
  await dialog("Views").getByRole("button", { name: "Delete Trouble this week" }).click();
  await page.getByRole("button", { name: "Delete view" }).click();
  await expect(dialog("Views")).toContainText("There are no views any more.");
  await page.keyboard.press("Escape");
  await expect(menu("Views")).toBeVisible();
  await expect(page).toHaveURL(/outcome=denied,failed/);
});
