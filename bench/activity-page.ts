// The activity page of a project with a million calls, in a browser: the longest time that it stood still in each act.
// `npm run bench:activity-page -- 1000000`.
import { join } from "node:path";
import process from "node:process";
import { chromium, type Page } from "@playwright/test";
import { db } from "@/server/infra/db";
import { closePools } from "@/server/infra/pg";
import { joinProject, testPerson } from "@/server/testing/portal";
import { fill, projectOf } from "./activity-fill";
import { writeCalls } from "./activity-insert";
import { startProcess } from "./processes";

const size = Number(process.argv[2] ?? 1_000_000);
const aimMs = 200;
const slug = `bench-${size}`;
const id = projectOf(size);

type Stood = { task: number; frame: number };

/** In the page: the longest task, and the longest time between two frames, since they were last asked for. */
function watch(): void {
  const stood: Stood = { task: 0, frame: 0 };
  Object.assign(globalThis, { stood });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) stood.task = Math.max(stood.task, duration);
  }).observe({ type: "longtask", buffered: true });
  let last = performance.now();
  const frame = (now: number) => {
    stood.frame = Math.max(stood.frame, now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

async function takeStood(page: Page): Promise<Stood> {
  return page.evaluate(() => {
    // The page keeps it: put there by the script that runs before all others.
    const { stood } = globalThis as unknown as { stood: Stood };
    const taken = { ...stood };
    stood.task = 0;
    stood.frame = 0;
    return taken;
  });
}

const rows = (page: Page) =>
  page.getByRole("table", { name: "Calls" }).locator("tbody").getByRole("row");
const count = (page: Page) => page.getByRole("figure").getByRole("status");

async function drag(page: Page): Promise<void> {
  const bars = await page.getByRole("figure").getByRole("img").boundingBox();
  if (!bars) throw new Error("there are no bars");
  const middle = bars.y + bars.height / 2;
  await page.mouse.move(bars.x + bars.width * 0.3, middle);
  await page.mouse.down();
  await page.mouse.move(bars.x + bars.width * 0.9, middle, { steps: 40 });
  await page.mouse.up();
  await page.waitForURL(/from=/);
  await rows(page).first().waitFor();
}

async function loadOlder(page: Page): Promise<void> {
  for (let shown = 50; shown < 300; shown += 50) {
    await page.getByRole("button", { name: "Load older" }).click();
    await rows(page).nth(shown).waitFor();
  }
}

async function walk(page: Page, key: string, steps: number): Promise<void> {
  for (let step = 0; step < steps; step++) {
    const url = page.url();
    await page.keyboard.press(key);
    await page.waitForURL((now) => now.href !== url, { waitUntil: "commit" });
  }
}

const acts: Record<string, (page: Page) => Promise<unknown>> = {
  "filter by a tool": async (page) => {
    const box = page.getByRole("combobox", { name: "Search calls" });
    await box.fill("tool:tool_7 ");
    await box.press("Enter");
    await page.waitForURL(/tool=/);
    await rows(page).filter({ hasText: "tool_7" }).first().waitFor();
  },
  "filter away": async (page) => {
    await page
      .getByRole("button", { name: /^Remove filter/ })
      .first()
      .click();
    await page.waitForURL((url) => !url.search.includes("tool="));
    await rows(page).first().waitFor();
  },
  "draw across the chart": drag,
  "load older calls, 300 rows": loadOlder,
  "open a call": async (page) => {
    await rows(page).nth(2).getByRole("link").click();
    await page.getByRole("dialog").getByText("Request").first().waitFor();
  },
  "walk 60 calls with J": (page) => walk(page, "j", 60),
  "walk 20 calls with K": (page) => walk(page, "k", 20),
  "close it": async (page) => {
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  },
  "begin an export": async (page) => {
    await page.getByRole("button", { name: "Export" }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: /CSV/ }).first().click();
    await (await download).cancel();
  },
  "live, 500 calls a second": async (page) => {
    await page.goto(`/projects/${slug}/activity`);
    await rows(page).first().waitFor();
    const before = await count(page).textContent();
    const end = Date.now() + 15_000;
    while (Date.now() < end) {
      await writeCalls(id);
      await page.waitForTimeout(500);
    }
    if ((await rows(page).first().textContent()) === before)
      throw new Error("nothing came by itself");
  },
};

async function drive(url: string, cookie: string): Promise<void> {
  const executablePath = process.env.CHROMIUM_PATH;
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: ["--no-sandbox"],
  });
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: 1280, height: 844 },
  });
  const [name = "", value = ""] = cookie.split("=");
  await context.addCookies([{ name, value, url }]);
  await context.addInitScript(watch);
  const page = await context.newPage();
  await page.goto(`/projects/${slug}/activity?within=90d`);
  await count(page).waitFor();
  await rows(page).first().waitFor();
  console.log(
    `\n${await count(page).textContent()} in the page; the longest task and the longest time between two frames, ms\n`,
  );
  const show = (what: string, { task, frame }: Stood, seconds: number) => {
    const missed = Math.max(task, frame) > aimMs ? `  more than ${aimMs}` : "";
    console.log(
      `${what.padEnd(34)}${task.toFixed(0).padStart(6)}${frame.toFixed(0).padStart(8)}   in ${seconds.toFixed(1)} s${missed}`,
    );
  };
  show("open the page", await takeStood(page), 0);
  for (const [what, act] of Object.entries(acts)) {
    const begun = performance.now();
    await act(page);
    await page.waitForTimeout(300);
    show(what, await takeStood(page), (performance.now() - begun) / 1_000);
  }
  await browser.close();
}

await fill(size, new Date());
await db().project.upsert({ where: { id }, update: {}, create: { id, slug, name: slug } });
const person = await testPerson();
await joinProject(person, id, "admin");
const server = await startProcess([join(process.cwd(), "dist/main.mjs")], {
  NODE_ENV: "production",
});
try {
  await drive(server.url, person.cookie);
} finally {
  await server.stop();
  await closePools();
}
