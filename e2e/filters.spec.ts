// An administrator switches filters on, tries them, and sees in the record what they took out of a call.
import { expect, type Page, test } from "@playwright/test";
import { type AiClient, connectV1 } from "./support/clients";
import { type Everything, startEverything } from "./support/everything";
import { expectNoViolations } from "./support/look";
import { signIn } from "./support/people";

test.describe.configure({ mode: "serial" });

let everything: Everything;
let page: Page;
let address: string;
let client: AiClient;

const planted = "Write to wilma@planted.example.com or call (415) 555-0134";
const redacted = "Write to [REDACTED_EMAIL] or call [REDACTED_PHONE]";

test.beforeAll(async ({ browser }) => {
  everything = await startEverything();
  page = await (await browser.newContext()).newPage();
  await signIn(page);
});

test.afterAll(async () => {
  await client?.close();
  everything?.stop();
  await page?.context().close();
});

/** In both themes, once the dialog has stopped moving. */
async function expectNoViolationsInEitherTheme(): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expect(page.locator("[data-state=open][class*=animate]").first()).toHaveCSS(
      "opacity",
      "1",
    );
    await expectNoViolations(page);
  }
}

test("an endpoint with one tool and a client filters nothing at first", async () => {
  await page.goto("/projects/support/servers/new");
  await page.getByLabel("URL").fill(everything.url);
  await page.getByRole("button", { name: "Check address" }).click();
  await page.getByRole("button", { name: `Allow ${everything.hostPort}` }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Mail room");
  await page.getByRole("button", { name: "Add server" }).click();
  await expect(page).toHaveURL(/\/servers\/mail-room$/);
  await page.goto("/projects/support/endpoints/new");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Private desk");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("checkbox", { name: "Mail room" }).click();
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByRole("switch", { name: "echo", exact: true }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Create endpoint" }).click();
  await expect(page.getByText("Private desk is ready")).toBeVisible();
  const said = page.getByText(/\/mcp\/private-desk-/).first();
  address = /https?:\/\/\S+\/mcp\/private-desk-[a-z0-9]+/.exec(await said.innerText())?.[0] ?? "";
  client = await connectV1(page, address, "Letter writer", async () => {
    await page.getByRole("button", { name: "Allow" }).click();
    await expect(page.getByText("You may close this window.")).toBeVisible();
  });
  expect(await client.callTool("echo", { message: planted })).toContain(planted);
  await page.goto(`/projects/support/endpoints/${address.split("/").at(-1)}`);
  await expect(page.getByText("Not filtered")).toHaveCount(2);
});

test("a text that is tried comes back with chips, and is not kept", async () => {
  await page.getByRole("button", { name: "Try it" }).click();
  const dialog = page.getByRole("dialog", { name: "Try the filter" });
  await dialog.getByLabel("Text").fill(`${planted} from 10.0.0.1`);
  await dialog.getByRole("checkbox", { name: "IP addresses" }).click();
  await dialog.getByRole("button", { name: "Try it" }).click();
  const result = dialog.getByRole("region", { name: "Result" });
  await expect(result).toContainText("1 email, 1 phone");
  await expect(result).toContainText("Write to ‹EMAIL› or call ‹PHONE› from 10.0.0.1");
  await expectNoViolationsInEitherTheme();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Try it" }).click();
  await expect(dialog.getByLabel("Text")).toHaveValue("");
  await page.keyboard.press("Escape");
});

test("both filters are switched on, each with types of its own", async () => {
  await page.getByRole("button", { name: "Edit filters" }).click();
  const dialog = page.getByRole("dialog", { name: "Filters" });
  await dialog.getByRole("switch", { name: "Filter requests" }).click();
  const requests = dialog.getByRole("group", { name: "Types in requests" });
  for (const type of await requests.getByRole("checkbox").all()) await type.click();
  await dialog.getByRole("button", { name: "Save filters" }).click();
  await expect(dialog.getByText("Choose at least one type")).toBeVisible();
  await requests.getByRole("checkbox", { name: "Email addresses" }).click();
  await requests.getByRole("checkbox", { name: "Phone numbers (US)" }).click();
  await dialog.getByRole("switch", { name: "Filter responses" }).click();
  await expectNoViolationsInEitherTheme();
  await dialog.getByRole("button", { name: "Save filters" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("list", { name: "Types in requests" })).toHaveText(
    "Email addressesPhone numbers (US)",
  );
  await expect(
    page.getByRole("list", { name: "Types in responses" }).getByRole("listitem"),
  ).toHaveCount(5);
});

test("the next call is redacted, and its record says where and what, with chips", async () => {
  const answer = await client.callTool("echo", { message: planted });
  expect(answer).toContain(redacted);
  expect(answer).not.toContain("wilma");
  await page.goto("/projects/support/activity");
  const rows = page.getByRole("row").filter({ hasText: "Private desk" });
  const row = rows.filter({ hasText: "echo" }).first();
  await expect(row.getByRole("cell").last()).toHaveText("2");
  await row.getByRole("link", { name: "echo" }).click();
  const drawer = page.getByRole("dialog");
  await expect(drawer.getByRole("region", { name: "Request" })).toContainText(
    "Write to ‹EMAIL› or call ‹PHONE›",
  );
  await expect(drawer.getByRole("list", { name: "Redactions of the request" })).toHaveText(
    "1 email, 1 phone — at arguments.message",
  );
  await expectNoViolationsInEitherTheme();
});
