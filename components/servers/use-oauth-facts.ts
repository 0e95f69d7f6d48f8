"use client";

import type { OAuthFacts } from "./authentication-fields";
import type { Server } from "./types";
import { useProbe } from "./use-probe";

/** How the server signs people in by OAuth: as known, or by a look at it while somebody considers it. */
export function useOAuthFacts(server: Server, considered: boolean): OAuthFacts {
  const { oauth, callbackUrl } = server.signIn;
  const probe = useProbe(considered && !oauth ? server.url : "");
  if (oauth) {
    const manual = oauth.manual && oauth.registration.origin !== "entered";
    return { host: oauth.host, manual, callbackUrl };
  }
  const found = probe.data?.signIn;
  return { host: found?.host ?? null, manual: found?.registration === "manual", callbackUrl };
}
