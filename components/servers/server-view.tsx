"use client";

import { useQuery } from "@tanstack/react-query";
import { useParams } from "next/navigation";
import type { ReactNode } from "react";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Page } from "@/components/ui/page";
import { SkeletonRows } from "@/components/ui/skeleton";
import { TabLinks } from "@/components/ui/tab-links";
import { ServerBanner } from "./server-banner";
import { ServerHeader } from "./server-header";
import { SignInNotice } from "./sign-in-notice";

/** The server named in the address, from its layout's first paint on. */
export function useServer() {
  const trpc = useTRPC();
  const { server: slug } = useParams<{ server: string }>();
  return useQuery(trpc.servers.get.queryOptions({ project: useProjectSlug(), slug }));
}

/** Header, state and tabs of one server; `children` is the open tab. */
export function ServerView({ children }: { children: ReactNode }) {
  const query = useServer();
  const base = `/projects/${useProjectSlug()}/servers`;
  return (
    <Page>
      <QueryState
        query={query}
        subject="The server"
        what="server"
        back={{ href: base, label: "All servers" }}
        skeleton={<SkeletonRows rows={3} />}
      >
        {(server) => (
          <>
            <ServerHeader server={server} base={base} />
            <SignInNotice />
            <ServerBanner server={server} href={`${base}/${server.slug}`} />
            <TabLinks
              label="Server"
              items={[
                { href: `${base}/${server.slug}`, label: "Tools", count: server.tools },
                { href: `${base}/${server.slug}/credentials`, label: "Credentials" },
                {
                  href: `${base}/${server.slug}/endpoints`,
                  label: "Endpoints",
                  count: server.endpoints,
                },
                { href: `${base}/${server.slug}/settings`, label: "Settings" },
              ]}
            />
            {children}
          </>
        )}
      </QueryState>
    </Page>
  );
}
