// A role limited to names, from the browser to the data plane: made, tried, given, explained, and cut off by a rename.
import { type Browser, expect, type Page, test } from "@playwright/test";
import { type AiClient, connectV1, connectV2 } from "./support/clients";
import { addColleague } from "./support/colleague";
import { type Everything, startEverything } from "./support/everything";
import { expectSoundLook } from "./support/look";
import { signIn } from "./support/people";
import { change, read } from "./support/portal-api";

// Looks are checked in two themes and two widths, which takes a busy machine a while.
test.describe.configure({ mode: "serial", timeout: 180_000 });

const project = "support";
const roles = `/projects/${project}/roles`;
const eva = { name: "Eva Engel", email: "eva@example.com", password: "yet-another-passphrase" };

let everything: Everything;
let anasPage: Page;
let evasPage: Page;
let evasClient: AiClient;
let slugs: { tools: string; prod: string };
let roleKey: string;

test.beforeAll(async ({ browser }) => {
  everything = await startEverything();
  anasPage = await opened(browser);
  evasPage = await opened(browser);
  await signIn(anasPage);
  await change(anasPage, "settings.allowEgress", { hostPort: everything.hostPort });
  const given = { name: "Workshop", url: everything.url, authentication: { method: "none" } };
  const { id } = await change<{ id: string }>(anasPage, "servers.create", { project, ...given });
  const tools = await read<{ id: string; name: string }[]>(anasPage, "servers.tools", {
    ...{ project, id },
  });
  const toolIds = tools.filter(({ name }) => name === "echo").map((tool) => tool.id);
  const add = async (name: string) => {
    const input = { project, name, serverIds: [id], toolIds };
    return (await change<{ slug: string }>(anasPage, "endpoints.create", input)).slug;
  };
  slugs = { tools: await add("engineering-tools"), prod: await add("prod-tools") };
});

test.afterAll(async () => {
  await Promise.allSettled([evasClient?.close()]);
  await Promise.allSettled([anasPage, evasPage].map((page) => page?.context().close()));
  everything?.stop();
});

async function opened(browser: Browser): Promise<Page> {
  return (await browser.newContext({ reducedMotion: "reduce" })).newPage();
}

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
// Of the administrator's page: the other one comes from a client's own address.
const addressOf = (slug: string) => `${new URL(anasPage.url()).origin}/mcp/${slug}`;
const endpointPage = (slug: string) => `/projects/${project}/endpoints/${slug}`;

/** What the preview says of an endpoint. */
const previewOf = (page: Page, name: string) =>
  page
    .getByRole("list", { name: "Endpoints in this preview" })
    .getByRole("listitem")
    .filter({ hasText: name });
const triedName = (page: Page) => page.getByRole("list", { name: "The tried name" });

/** Types another name on the endpoint's page, once the form shows the present one. */
async function rename(from: string, to: string): Promise<void> {
  const name = anasPage.getByRole("textbox", { name: "Name", exact: true });
  await expect(name).toHaveValue(from);
  await name.fill(to);
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: label }).click();
  await page.getByRole("option", { name: option }).click();
}

test("built-in roles are shown with what they allow, and cannot be changed", async () => {
  await anasPage.goto(roles);
  const table = anasPage.getByRole("table", { name: "Built-in roles" });
  for (const name of ["Admin", "Editor", "Auditor", "Member"])
    await expect(table.getByRole("rowheader", { name })).toBeVisible();
  await expectSoundLook(anasPage);
  await table.getByRole("link", { name: "Auditor" }).click();
  await expect(anasPage.getByText("This role is built in")).toBeVisible();
  await expect(anasPage.getByText("May see all endpoints.")).toBeVisible();
  await expect(anasPage.getByRole("button", { name: "Add rule" })).toHaveCount(0);
  await expect(anasPage.getByRole("checkbox").first()).toBeDisabled();
  await expectSoundLook(anasPage);
});

test("a role is made for endpoints of some names, and its preview says which before it is saved", async () => {
  await anasPage.goto(roles);
  await anasPage.getByRole("link", { name: "Create role" }).first().click();
  await anasPage.getByRole("textbox", { name: "Name", exact: true }).fill("Engineering");
  await press(anasPage, "Add rule");
  await anasPage.getByRole("checkbox", { name: "Connect" }).click();
  await expect(previewOf(anasPage, "prod-tools")).toContainText("Connect");
  await press(anasPage, "Add condition");
  await expect(anasPage.getByText("1 rule with something unfinished")).toBeVisible();
  await expect(previewOf(anasPage, "engineering-tools")).toContainText("Nothing");
  await anasPage.getByRole("textbox", { name: "Value of condition 1" }).fill("engineering-*");
  await expect(anasPage.getByRole("group", { name: "Rule 1" })).toContainText(
    "May see and connect AI clients to endpoints whose name matches engineering-*.",
  );
  await expect(previewOf(anasPage, "engineering-tools")).toContainText("Connect");
  await expect(previewOf(anasPage, "prod-tools")).toContainText("Nothing");
  await anasPage.getByLabel("If an endpoint were named").fill("prod-x");
  await expect(triedName(anasPage)).toContainText("Nothing");
  await expectSoundLook(anasPage);
  await press(anasPage, "Create role");
  await expect(anasPage).toHaveURL(/\/roles\/[0-9a-f-]{36}$/);
  roleKey = anasPage.url().split("/").at(-1) ?? "";
  await expect(anasPage.getByRole("heading", { level: 1 })).toHaveText("Engineering");
});

test("leaving with something unsaved asks first", async () => {
  await anasPage.getByRole("textbox", { name: "Description" }).fill("For engineers.");
  await expect(anasPage.getByText("Unsaved changes")).toBeVisible();
  await anasPage.getByRole("link", { name: "Activity" }).click();
  const dialog = anasPage.getByRole("dialog", { name: "Leave without saving?" });
  await dialog.getByRole("button", { name: "Stay" }).click();
  await press(anasPage, "Save changes");
  await expect(anasPage.getByText("Unsaved changes")).toHaveCount(0);
  await anasPage.reload();
  await expect(anasPage.getByRole("textbox", { name: "Description" })).toHaveValue(
    "For engineers.",
  );
});

test("who holds the role sees only these endpoints, and only what there is to see", async () => {
  await addColleague(eva, project);
  const people = await read<{ id: string; email: string }[]>(anasPage, "roles.people", { project });
  const member = people.find(({ email }) => email === eva.email)?.id;
  const given = [{ role: roleKey, until: null }];
  await change(anasPage, "members.changeRoles", { project, member, roles: given });
  await signIn(evasPage, eva);
  await evasPage.goto(`/projects/${project}/endpoints`);
  await expect(evasPage.getByRole("link", { name: "engineering-tools" })).toBeVisible();
  await expect(evasPage.getByText("prod-tools")).toHaveCount(0);
  const navigation = evasPage.getByRole("navigation", { name: "Project" });
  await expect(navigation.getByRole("link")).toHaveText(["Overview", "Endpoints", "Settings"]);
  await evasPage.goto(endpointPage(slugs.prod));
  await expect(evasPage.getByText("This endpoint does not exist")).toBeVisible();
  await evasPage.goto(roles);
  await expect(evasPage.getByText("You may not see this")).toBeVisible();
});

test("her client connects to one of them, and to no other", async () => {
  evasClient = await connectV2(evasPage, addressOf(slugs.tools), "Eva's", async (page) => {
    await page.getByRole("button", { name: "Allow" }).click();
    await expect(page.getByText("You may close this window.")).toBeVisible();
  });
  expect(await evasClient.callTool("echo", { message: "from Eva" })).toContain("from Eva");
  const refused = connectV1(evasPage, addressOf(slugs.prod), "Eva's other", async (page) => {
    await expect(page.getByRole("heading", { name: /may not connect|no access/ })).toBeVisible();
    throw new Error("refused on the consent page");
  });
  await expect(refused).rejects.toThrow("refused on the consent page");
});

test("the endpoint says who may use it and why, and answers for one person", async () => {
  await anasPage.goto(endpointPage(slugs.tools));
  const list = anasPage.getByRole("list", { name: "Roles with access" });
  const engineering = list.getByRole("listitem").filter({ hasText: "Engineering" });
  await engineering.getByText("See, Connect").click();
  await expect(engineering).toContainText("endpoints whose name matches “engineering-*”");
  await choose(anasPage, "Check a person", eva.name);
  await expect(anasPage.getByText(/Yes.*Eva Engel may connect AI clients to/)).toBeVisible();
  await expectSoundLook(anasPage);
});

test("the preview for the person said what a new name does, and so does the form that gives it", async () => {
  await anasPage.goto(`${roles}/${roleKey}`);
  await choose(anasPage, "As", eva.name);
  await expect(previewOf(anasPage, "engineering-tools")).toContainText("Connect");
  await anasPage.getByLabel("If an endpoint were named").fill("prod-x");
  await expect(triedName(anasPage)).toContainText("Nothing");
  await expect(anasPage.getByText(eva.email)).toBeVisible();
  await anasPage.goto(endpointPage(slugs.tools));
  await rename("engineering-tools", "prod-x");
  await expect(
    anasPage.getByText("Eva Engel may no longer connect to an endpoint of this name"),
  ).toContainText("1 AI client loses access");
  expect(await evasClient.callTool("echo", { message: "not yet" })).toContain("not yet");
  await press(anasPage, "Save changes");
  await expect(anasPage.getByRole("heading", { level: 1 })).toHaveText("prod-x");
});

test("the new name cuts her client off with 403, and the record names the rule that falls short", async () => {
  const refused = await evasClient.callTool("echo", { message: "again" }).catch((error) => error);
  expect(refused).toBeInstanceOf(Error);
  expect(JSON.stringify([refused.message, refused.code, refused.status, refused.data])).toMatch(
    /403/,
  );
  await anasPage.goto(`/projects/${project}/activity`);
  const denied = anasPage.getByRole("row").filter({ hasText: "Denied" });
  await denied.filter({ hasText: "prod-x" }).getByRole("link", { name: "echo" }).first().click();
  const drawer = anasPage.getByRole("dialog");
  await expect(
    drawer.getByText("The roles of Eva Engel did not allow this endpoint"),
  ).toBeVisible();
  await expect(drawer.getByText("That is not “prod-x”.").first()).toContainText("engineering-*");
  await expect(drawer.getByText("As roles stand today, no rule allows it:")).toBeVisible();
  await expectSoundLook(anasPage);
});

test("the check says no and who can change it; the old name lets the client call again", async () => {
  await anasPage.goto(endpointPage(slugs.tools));
  await choose(anasPage, "Check a person", eva.name);
  await expect(anasPage.getByText(/No.*Eva Engel may not connect AI clients to/)).toBeVisible();
  await expect(anasPage.getByText(/can change that/)).toBeVisible();
  await rename("prod-x", "engineering-tools");
  await expect(anasPage.getByText("Eva Engel may connect to it then.")).toBeVisible();
  await press(anasPage, "Save changes");
  await expect(anasPage.getByRole("heading", { level: 1 })).toHaveText("engineering-tools");
  expect(await evasClient.callTool("echo", { message: "back" })).toContain("back");
  await anasPage.goto(`/projects/${project}/activity`);
  await anasPage.getByRole("link", { name: "echo" }).first().click();
  const drawer = anasPage.getByRole("dialog");
  await expect(drawer.getByText("As roles stand today, these rules allow it:")).toBeVisible();
});

test("a role that somebody holds is not deleted; a copy of it is", async () => {
  await anasPage.goto(`${roles}/${roleKey}`);
  const remove = anasPage.getByRole("button", { name: "Delete…" });
  await expect(remove).toHaveAttribute("aria-disabled", "true");
  await remove.focus();
  await expect(anasPage.getByRole("tooltip")).toContainText("1 member holds this role");
  await press(anasPage, "Clone");
  await press(anasPage, "Clone role");
  await expect(anasPage.getByRole("heading", { level: 1 })).toHaveText("Copy of Engineering");
  await anasPage.getByRole("button", { name: "Delete…" }).click();
  const dialog = anasPage.getByRole("dialog", { name: "Delete Copy of Engineering?" });
  await expect(dialog).toContainText("No member holds it");
  await dialog.getByRole("button", { name: "Delete role" }).click();
  await expect(anasPage).toHaveURL(/\/roles$/);
  const table = anasPage.getByRole("table", { name: "Roles of this project" });
  await expect(table.getByRole("rowheader", { name: "Engineering", exact: true })).toBeVisible();
  await expect(table.getByRole("rowheader", { name: /Copy of/ })).toHaveCount(0);
  await expectSoundLook(anasPage);
});
