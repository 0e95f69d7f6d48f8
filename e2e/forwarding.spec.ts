// An administrator has the record of calls sent on to another system, sees it arrive, and mends what goes wrong.
import { expect, type Page, test } from "@playwright/test";
import { accept, type Receiver, startReceiver } from "@/server/testing/receiver";
import { addColleague } from "./support/colleague";
import { expectNoViolations, expectSoundLook } from "./support/look";
import { type Somebody, signIn } from "./support/people";
import { change } from "./support/portal-api";
import { toastOf } from "./support/toast";

test.describe.configure({ mode: "serial" });

const forwarding = "/projects/support/settings/forwarding";
const name = `SIEM ${Date.now()}`;
let page: Page;
let receiver: Receiver;
let isRefusing = false;

test.beforeAll(async ({ browser }) => {
  receiver = await startReceiver((response) =>
    isRefusing ? void response.writeHead(410).end() : accept(response),
  );
  page = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
  await signIn(page);
  await change(page, "settings.allowEgress", { hostPort: receiver.hostPort });
});
test.afterAll(async () => {
  await page?.context().close();
  await receiver?.close();
});

const header = () => page.getByRole("heading", { name, level: 1 });
const status = (words: string) => page.getByRole("main").getByText(words);

test("the page says what forwarding is, and the settings lead to it", async () => {
  await page.goto("/projects/support/settings");
  await page.getByRole("navigation", { name: "Settings" }).getByText("Forwarding").click();
  await expect(page).toHaveURL(new RegExp(`${forwarding}$`));
  await expect(page.getByRole("heading", { name: "Nothing is forwarded" })).toBeVisible();
  await expectSoundLook(page);
});

test("a webhook is added with the keyboard, and its secret is shown once", async () => {
  await page.getByRole("button", { name: "Add destination" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Add destination" });
  await dialog.getByRole("button", { name: "Add destination" }).click();
  await expect(dialog.getByText("Give the destination a name.")).toBeVisible();
  await dialog.getByRole("radio", { name: /Webhook/ }).click();
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await dialog.getByLabel("Address").fill(receiver.url);
  await dialog.getByRole("button", { name: "Add header" }).click();
  await dialog.getByLabel("Header 1", { exact: true }).fill("X-Api-Key");
  await dialog.getByLabel("Value").fill("a-key-nobody-sees");
  await dialog.getByRole("radio", { name: /From the first call kept/ }).click();
  await expectSoundLook(page);
  await dialog.getByLabel("Name", { exact: true }).press("Enter");
  const shown = page.getByRole("dialog", { name: "The signing secret" });
  const secret = (await shown.locator("code").first().textContent()) ?? "";
  expect(secret).toMatch(/^whsec_/);
  await page.keyboard.press("Escape");
  await expect(shown).toBeVisible();
  await expectNoViolations(page);
  await shown.getByRole("button", { name: "I have stored it" }).click();
  await expect(header()).toBeVisible();
  await page.reload();
  await expect(page.getByText("X-Api-Key")).toBeVisible();
  const content = await page.content();
  expect(content).toContain(secret.slice(-4));
  for (const hidden of [secret, "a-key-nobody-sees"]) expect(content).not.toContain(hidden);
});

test("the calls that are kept arrive, signed and with the header, and the page says so", async () => {
  await expect.poll(() => receiver.calls.length, { timeout: 15_000 }).toBeGreaterThan(0);
  expect(receiver.requests[0]?.headers).toMatchObject({
    "x-api-key": "a-key-nobody-sees",
    "webhook-signature": expect.stringMatching(/^v1,/),
  });
  await expect(status("Up to date").first()).toBeVisible({ timeout: 15_000 });
  await expectSoundLook(page);
  await page.getByRole("link", { name: /^Made / }).click();
  await expect(page).toHaveURL(/activity\?call=/);
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.goBack();
  await expect(header()).toBeVisible();
});

test("a test event tells how it went", async () => {
  await page.getByRole("button", { name: "Send test" }).click();
  await expect(toastOf(page, /The test event was taken in \d+ ms/)).toBeVisible();
  expect(receiver.requests.at(-1)?.body).toContain("gatehouse.test");
});

test("a receiver that refuses is shown with its reason, and resumed where it was", async () => {
  isRefusing = true;
  await page.getByRole("button", { name: `More actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: /Start again/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Start again" }).click();
  await expect(page.getByText("Forwarding waits for you")).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText(/HTTP 410 Gone: .*Check its path/)).toBeVisible();
  await expectSoundLook(page);
  await page.getByRole("link", { name: "Forwarding", exact: true }).click();
  await expect(page.getByRole("row", { name: new RegExp(name) })).toContainText("Refused");
  await expectSoundLook(page);
  await page.getByRole("link", { name }).click();
  isRefusing = false;
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(status("Up to date").first()).toBeVisible({ timeout: 20_000 });
});

test("another host is told to cost the stored headers", async () => {
  await page.getByRole("button", { name: "Edit" }).click();
  const dialog = page.getByRole("dialog", { name: `Edit ${name}` });
  await expect(dialog.getByText("X-Api-Key")).toBeVisible();
  await dialog.getByLabel("Address").fill("https://elsewhere.example.com/hook");
  await expect(dialog.getByText(/entered for another host/)).toBeVisible();
  await expectNoViolations(page);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

test("it is paused, and deleted with what that means", async () => {
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByRole("button", { name: "Resume" })).toBeVisible();
  await expect(status("Paused").first()).toBeVisible();
  await page.getByRole("button", { name: `More actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: "Delete…" }).click();
  const dialog = page.getByRole("dialog", { name: `Delete ${name}?` });
  await expect(dialog.getByText("Nothing more is sent there")).toBeVisible();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(page).toHaveURL(new RegExp(`${forwarding}$`));
  await expect(page.getByRole("heading", { name: "Nothing is forwarded" })).toBeVisible();
});

test("who may not forward is told which permission is missing", async ({ browser }) => {
  const noor: Somebody = {
    name: "Noor Haddad",
    email: `noor-${Date.now()}@example.com`,
    password: "another-long-passphrase",
  };
  await addColleague(noor, "support");
  const hers = await (await browser.newContext()).newPage();
  await signIn(hers, noor);
  await hers.goto(forwarding);
  await expect(hers.getByRole("heading", { name: "You may not see this" })).toBeVisible();
  await expect(hers.getByText("activity.forward")).toBeVisible();
  await expectNoViolations(hers);
  await hers.context().close();
});
