// What the page says in passing. The same words may stand on the page too, so they are looked for in their own region.
import type { Locator, Page } from "@playwright/test";

export const toastOf = (page: Page, text: string | RegExp): Locator =>
  page.getByRole("region", { name: /^Notifications/ }).getByText(text);
