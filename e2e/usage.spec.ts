// Somebody asks how the project is used, and follows a figure to its calls; and is told when something goes wrong.
import { expect, type Page, test } from "@playwright/test";
import { addAttempts } from "./support/attempts";
import { expectSoundLook } from "./support/look";
import { signIn } from "./support/people";

test.describe.configure({ mode: "serial" });

const project = "/projects/support";
let page: Page;

test.beforeAll(async ({ browser }) => {
  await addAttempts("support", 42);
  page = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
  await signIn(page);
});

test.afterAll(async () => page?.context().close());

const usage = () => page.getByRole("region", { name: "Usage" });
const rows = () => page.getByRole("table", { name: "Calls" }).locator("tbody").getByRole("row");

test("the time stands in the address, and a figure leads to the calls it counts", async () => {
  await page.goto(project);
  await expect(usage().getByRole("button", { name: "24 hours" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await usage().getByRole("button", { name: "7 days" }).click();
  await expect(page).toHaveURL(/range=7d/);
  await page.reload();
  await expect(usage().getByRole("button", { name: "7 days" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await expectSoundLook(page);
  await usage()
    .getByRole("link", { name: /^Denied \d+/ })
    .click();
  await expect(page).toHaveURL(/activity\?within=7d&outcome=denied&method=tools%2Fcall$/);
  for (const row of await rows().all()) await expect(row).toContainText("Denied");
});

test("so does a tool among those with the most calls, and a stretch of time that is drawn", async () => {
  await page.goto(project);
  await usage()
    .getByRole("region", { name: "Tools with the most calls" })
    .getByText("echo")
    .click();
  await expect(page).toHaveURL(/activity\?within=24h&tool=echo&method=tools%2Fcall$/);
  await page.goBack();
  const bars = await usage().getByRole("figure").getByRole("img").boundingBox();
  if (!bars) throw new Error("there are no bars");
  const [right, middle] = [bars.x + bars.width, bars.y + bars.height / 2];
  await page.mouse.move(right - 60, middle);
  await page.mouse.down();
  await page.mouse.move(right - 1, middle, { steps: 3 });
  await page.mouse.up();
  await expect(page).toHaveURL(/activity\?method=tools%2Fcall&from=.*to=/);
});

test("an endpoint has its own, which leads to its own calls", async () => {
  await page.goto(`${project}/endpoints`);
  await page.getByRole("table").getByRole("link").first().click();
  await expect(usage().getByText("Tools with the most calls")).toBeVisible();
  await expect(usage().getByText("Endpoints with the most calls")).toHaveCount(0);
  await usage().scrollIntoViewIfNeeded();
  await expectSoundLook(page);
  await usage()
    .getByRole("link", { name: /see these calls/ })
    .first()
    .click();
  await expect(page).toHaveURL(/activity\?within=24h&method=tools%2Fcall&endpoint=/);
});

test("many refused attempts need attention, and are one row that says how many", async () => {
  await page.goto(project);
  const attention = page.getByRole("listitem").filter({ hasText: "Many denied" });
  await expect(attention).toContainText(/\d+ calls in the last hour were denied/);
  await attention.getByRole("link", { name: /^Open/ }).click();
  const row = rows().filter({ hasText: "42 attempts" });
  await row.getByRole("link").click();
  const drawer = page.getByRole("dialog", { name: "tools/call" });
  await expect(drawer).toContainText("42 attempts");
  await expect(drawer).toContainText("it came without a token that is valid for this endpoint");
  await expect(drawer.getByRole("link", { name: "Open endpoint" })).toBeVisible();
  await expectSoundLook(page);
});
