// The acts of testing/acts.ts that are about destinations of the record.
import { newSlug, randomToken } from "@/server/core/ids";
import type { ActOn, Stage } from "./acts";

function draft({ upstream, secrets }: Stage) {
  const value = `k-${randomToken()}`;
  secrets.push(value);
  return {
    ...{ name: `D ${newSlug()}`, url: upstream.url, outcomes: "all", payloads: false },
    headers: [{ name: "X-Api-Key", value }],
  };
}

const created = (stage: Stage) => ({ ...draft(stage), kind: "webhook", from: "beginning" });

async function destination(stage: Stage): Promise<{ destination: string }> {
  const made = await stage.call("forwarding.create", { project: stage.project, ...created(stage) });
  const { id, secret } = made as { id: string; secret: string };
  stage.secrets.push(secret);
  return { destination: id };
}

/** By the path of the procedure. */
export const forwardingActs: Record<string, ActOn> = {
  "forwarding.create": async (stage) => created(stage),
  "forwarding.update": async (stage) => ({ ...(await destination(stage)), ...draft(stage) }),
  "forwarding.toggle": async (stage) => ({ ...(await destination(stage)), enabled: false }),
  "forwarding.restart": destination,
  "forwarding.replaceSecret": destination,
  "forwarding.test": destination,
  "forwarding.delete": destination,
};
