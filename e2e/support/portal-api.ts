// What a page of the portal asks of its server, asked without the page: to set a scene.
import type { Page } from "@playwright/test";

/** Calls a procedure in the name of whoever is signed in on `page`; throws what the portal would show. */
export async function change<T>(page: Page, procedure: string, input: object): Promise<T> {
  const { origin } = new URL(page.url());
  const response = await page.request.post(`${origin}/api/trpc/${procedure}`, {
    headers: { origin },
    data: { json: input },
  });
  return answerOf(procedure, await response.json());
}

export async function read<T>(page: Page, procedure: string, input: object): Promise<T> {
  const { origin } = new URL(page.url());
  const params = { input: JSON.stringify({ json: input }) };
  const response = await page.request.get(`${origin}/api/trpc/${procedure}`, { params });
  return answerOf(procedure, await response.json());
}

type Answer<T> = {
  result?: { data: { json: T } };
  error?: { json: { message: string } };
};

function answerOf<T>(procedure: string, answer: Answer<T>): T {
  if (answer.result) return answer.result.data.json;
  throw new Error(`${procedure}: ${answer.error?.json.message}`);
}
