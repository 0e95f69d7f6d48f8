// In: a page being rendered. Out: the procedures, called in process as the signed-in person. Promises the same
// decisions as over HTTP: a page has no other way to data.
import {
  defaultShouldDehydrateQuery,
  dehydrate,
  HydrationBoundary,
  QueryClient,
} from "@tanstack/react-query";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { headers } from "next/headers";
import { cache, type ReactNode } from "react";
import superjson from "superjson";
import { createContext } from "@/server/trpc/context";
import { createCallerFactory } from "@/server/trpc/init";
import { appRouter } from "@/server/trpc/router";

const requestContext = cache(async () => createContext(await headers()));

const queryClient = cache(
  () =>
    new QueryClient({
      defaultOptions: {
        queries: { retry: false },
        dehydrate: {
          serializeData: superjson.serialize,
          shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query),
        },
      },
    }),
);

/** Query options for `prefetch`, the same keys as `useTRPC()` makes in the browser. */
export const trpc = createTRPCOptionsProxy({
  ctx: requestContext,
  router: appRouter,
  queryClient,
});

type Prefetchable = { queryKey: readonly unknown[]; queryFn?: unknown };

/** Loads queries before the page is sent; what fails is asked again by the browser, which shows why. */
export async function prefetch(...queries: Prefetchable[]): Promise<void> {
  await Promise.all(
    queries.map((query) =>
      "initialPageParam" in query
        ? queryClient().prefetchInfiniteQuery(toInfiniteQuery(query))
        : queryClient().prefetchQuery(toQuery(query)),
    ),
  );
}

// The options of each procedure have their own exact types, which a list cannot hold together.
function toQuery(query: Prefetchable): Parameters<QueryClient["prefetchQuery"]>[0] {
  return query as Parameters<QueryClient["prefetchQuery"]>[0];
}

// A list of pages, of which the first is loaded.
function toInfiniteQuery(query: Prefetchable): Parameters<QueryClient["prefetchInfiniteQuery"]>[0] {
  return query as Parameters<QueryClient["prefetchInfiniteQuery"]>[0];
}

/** Procedures as functions, for layouts and pages that need a value now. Throws what the procedure throws. */
export const api = createCallerFactory(appRouter)(requestContext);

export function HydrateClient({ children }: { children: ReactNode }) {
  return <HydrationBoundary state={dehydrate(queryClient())}>{children}</HydrationBoundary>;
}
