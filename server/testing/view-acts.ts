// The acts of testing/acts.ts that are about views which the project shares.
import { newSlug } from "@/server/core/ids";
import type { ActOn, Stage } from "./acts";

const draft = () => ({ name: `V ${newSlug()}`, shared: true });

async function sharedView({ call, project }: Stage): Promise<{ view: string }> {
  const made = await call("views.create", { project, ...draft(), within: "7d" });
  return { view: (made as { id: string }).id };
}

/** By the path of the procedure. */
export const viewActs: Record<string, ActOn> = {
  "views.create": async () => ({ ...draft(), outcome: ["denied"] }),
  "views.update": async (stage) => ({ ...(await sharedView(stage)), ...draft() }),
  "views.setFilter": async (stage) => ({ ...(await sharedView(stage)), within: "24h" }),
  "views.delete": sharedView,
};
