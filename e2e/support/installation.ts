// An installation of its own, for what has to be set before the start.
import { startServer } from "@/scripts/test/server.mjs";

export type Installation = { url: string; close(): Promise<void> };

/** With an administrator and the project `default`; `settings` are variables of its environment. */
export async function startInstallation(
  administrator: { email: string; password: string },
  settings: Record<string, string>,
): Promise<Installation> {
  const tasks: (() => unknown)[] = [];
  const close = async () => {
    for (let task = tasks.pop(); task; task = tasks.pop()) await task();
  };
  try {
    const { email: ADMIN_EMAIL, password: ADMIN_PASSWORD } = administrator;
    const all = { ...settings, ADMIN_EMAIL, ADMIN_PASSWORD };
    const started = await startServer((task) => tasks.push(task), all);
    return { url: started.GATEHOUSE_E2E_URL, close };
  } catch (error) {
    await close();
    throw error;
  }
}
