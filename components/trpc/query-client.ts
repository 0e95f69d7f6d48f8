import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import superjson from "superjson";
import { toFailure } from "./errors";

const finalReasons = ["bad_request", "unauthenticated", "forbidden", "not_found", "conflict"];

/** The browser's cache of answers. A session that ended leads to the login page, and back here afterwards. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    mutationCache: new MutationCache({ onError: leaveWhenSignedOut }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (count, error) => count < 2 && !finalReasons.includes(toFailure(error).reason),
      },
      hydrate: { deserializeData: superjson.deserialize },
    },
  });
}

function leaveWhenSignedOut(error: unknown): void {
  if (toFailure(error).reason !== "unauthenticated" || typeof location === "undefined") return;
  if (location.pathname === "/login") return;
  location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
}
