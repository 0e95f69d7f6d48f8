// What every page owes everybody: no accessibility violation, and no sideways scrolling.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Names the elements, so that a failure says what to mend. `but` leaves rules out. */
export async function expectNoViolations(page: Page, but: string[] = []): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).disableRules(but).analyze();
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

/** In both themes and both widths; the size is then as before. */
export async function expectSoundLook(page: Page): Promise<void> {
  const before = page.viewportSize();
  for (const colorScheme of ["light", "dark"] as const)
    for (const width of [1280, 390]) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 844 });
      await expectNoViolations(page);
      await expectNoSidewaysScrolling(page);
    }
  if (before) await page.setViewportSize(before);
}
