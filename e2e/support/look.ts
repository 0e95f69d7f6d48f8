// What every page owes everybody: no accessibility violation, and no sideways scrolling.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Names the elements, so that a failure says what to mend. `but` leaves rules out. */
export async function expectNoViolations(page: Page, but: string[] = []): Promise<void> {
  await expectNone(axe(page).disableRules(but));
}

/** What another theme can change; everything else was asked in the first. */
async function expectContrast(page: Page): Promise<void> {
  await expectNone(axe(page).withRules("color-contrast"));
}

// No frames of other origins to look into: what that needs, a page of its own for each look, is left out.
const axe = (page: Page) => new AxeBuilder({ page }).setLegacyMode();

async function expectNone(look: AxeBuilder): Promise<void> {
  const { violations } = await look.analyze();
  const named = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`,
  );
  expect(named).toEqual([]);
}

export async function expectNoSidewaysScrolling(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
}

/** In both themes and both widths; theme and size are then as before. */
export async function expectSoundLook(page: Page): Promise<void> {
  const before = page.viewportSize();
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await expectNoViolations(page);
    await expectNoSidewaysScrolling(page);
    await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
    await expectContrast(page);
  }
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
}
