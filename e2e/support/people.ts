// The administrator of the tested installation, and how a browser signs in.
import { expect, type Page } from "@playwright/test";

export const administrator = {
  name: "Ana Adler",
  email: "ana@example.com",
  password: "a-long-enough-passphrase",
};

export async function signIn(page: Page): Promise<void> {
  await page.goto("/login");
  await fillSignIn(page);
  await expect(page).not.toHaveURL(/login/);
}

/** On the login page, wherever it leads. */
export async function fillSignIn(page: Page): Promise<void> {
  await page.getByLabel("E-mail").fill(administrator.email);
  await page.getByLabel("Password").fill(administrator.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}
