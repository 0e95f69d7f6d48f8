// The administrator of the tested installation, and how a browser signs in.
import { expect, type Page } from "@playwright/test";

export type Somebody = { name: string; email: string; password: string };

export const administrator: Somebody = {
  name: "Ana Adler",
  email: "ana@example.com",
  password: "a-long-enough-passphrase",
};

export async function signIn(page: Page, who = administrator): Promise<void> {
  await page.goto("/login");
  await fillSignIn(page, who);
  await expect(page).not.toHaveURL(/login/);
}

/** On the login page, wherever it leads. */
export async function fillSignIn(page: Page, who = administrator): Promise<void> {
  await page.getByLabel("E-mail").fill(who.email);
  await page.getByLabel("Password").fill(who.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}
