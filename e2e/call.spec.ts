// Somebody opens a call and looks around it; and somebody who may not read payloads.
import { expect, type Page, test } from "@playwright/test";
import { addColleague } from "./support/colleague";
import { expectSoundLook } from "./support/look";
import { signIn } from "./support/people";
import { change, read } from "./support/portal-api";

test.describe.configure({ mode: "serial" });

const activity = "/projects/support/activity";
const reader = {
  name: "Rita Reader",
  email: "rita@example.com",
  password: "rita-has-a-long-passphrase",
};
let page: Page;
let address: string;

test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await signIn(page);
});

test.afterAll(async () => page?.context().close());

const drawer = () => page.getByRole("dialog");
const beside = () => drawer().getByRole("list", { name: "Calls beside this one" });

test("the drawer says who, why, how long, and what was asked and answered", async () => {
  await page.goto(`${activity}?tool=echo&outcome=ok`);
  // A time says more under the pointer, and is its row all the same.
  const time = page.getByRole("table", { name: "Calls" }).locator("time").first();
  await time.hover();
  await expect(page.getByRole("tooltip")).toContainText("UTC");
  const [elsewhere] = await Promise.all([
    page.context().waitForEvent("page"),
    time.click({ button: "middle" }),
  ]);
  await expect(elsewhere).toHaveURL(/call=/);
  await elsewhere.close();
  await time.click();
  await expect(page).toHaveURL(/call=/);
  for (const title of ["Who and what", "Decision", "Timing", "Request", "Response"])
    await expect(drawer().getByRole("heading", { name: title })).toBeVisible();
  await expect(drawer()).toContainText(/Session begun/);
  await drawer().getByRole("button", { name: "Copy as JSON" }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(JSON.parse(copied)).toMatchObject({ toolName: "echo", outcome: "ok" });
  address = page.url();
  await expectSoundLook(page);
});

test("calls beside it are listed, opened from there, and walked through by J and K", async () => {
  await expect(beside().getByRole("link").first()).toBeVisible();
  await beside().scrollIntoViewIfNeeded();
  await beside().getByRole("link").first().click();
  await expect(page).not.toHaveURL(address);
  await expect(beside().locator("[aria-current]")).toBeVisible();
  await page.goto(address);
  await expect(drawer().getByRole("heading", { name: "Timing" })).toBeVisible();
  await page.keyboard.press("j");
  await expect(page).not.toHaveURL(address);
  await page.keyboard.press("k");
  await expect(page).toHaveURL(address);
});

test("whoever may not read payloads reads everything else, and which permission it takes", async ({
  browser,
}) => {
  const permissions = ["project.read", "endpoint.read", "activity.read"];
  const rules = permissions.map((permission) => ({ permission, conditions: [] }));
  const { key } = await change<{ key: string }>(page, "roles.create", {
    ...{ project: "support", name: "Counts calls", description: "", rules },
  });
  await addColleague(reader, "support");
  const people = await read<Listed>(page, "members.list", { project: "support" });
  const member = people.find(({ person }) => person.name === reader.name)?.person.id;
  const roles = [{ role: key, until: null }];
  await change(page, "members.changeRoles", { project: "support", member, roles });
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const theirs = await context.newPage();
  await signIn(theirs, reader);
  await theirs.goto(address);
  const open = theirs.getByRole("dialog");
  await expect(open).toContainText("needs the permission “activity: read payload”");
  await expect(open.getByRole("heading", { name: "Timing" })).toBeVisible();
  await expect(open.getByRole("heading", { name: "Request" })).toHaveCount(0);
  await context.close();
});

type Listed = { person: { id: string; name: string } }[];
