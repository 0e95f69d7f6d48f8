// In: nothing. Out: the provider of this process. Promises to be made on first use, never while Next builds.
import type { EventEmitter } from "node:events";
import { Provider } from "oidc-provider";
import { forget, shared } from "@/server/core/shared";
import { env } from "@/server/infra/env";
import { log } from "@/server/infra/log";
import { configuration } from "@/server/oauth/configuration";
import { signingKeys } from "@/server/oauth/keys";

const name = "oauth.provider";

/** The authorization server, its issuer being PUBLIC_URL. A failed start is tried again at the next request. */
export async function provider(): Promise<Provider> {
  const starting = shared(name, start);
  try {
    return await starting;
  } catch (error) {
    forget(name);
    throw error;
  }
}

async function start(): Promise<Provider> {
  const made = new Provider(env().publicUrl, configuration(await signingKeys()));
  const note = (error: unknown) => log().error({ err: error }, "the authorization server failed");
  made.on("server_error", (_ctx, error) => note(error));
  // Koa would print to standard error otherwise.
  const app: EventEmitter = made;
  app.on("error", note);
  return made;
}
