"use client";

import { useQuery } from "@tanstack/react-query";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { CheckPerson } from "@/components/roles/check-person";
import { counted } from "@/components/servers/counted";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Card, CardBody, CardFooter, CardHeader } from "@/components/ui/card";
import { SkeletonRows } from "@/components/ui/skeleton";
import { AccessPeople } from "./access-people";
import { AccessRoles } from "./access-roles";
import type { Endpoint } from "./endpoint-view";

/** Who may use the endpoint and through which rule; for people who may see roles and members. */
export function AccessCard({ endpoint }: { endpoint: Endpoint }) {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const { can } = usePermissions();
  const enabled = can("role.read") && can("member.read");
  const query = useQuery(
    trpc.roles.explainEndpoint.queryOptions({ project, endpoint: endpoint.slug }, { enabled }),
  );
  if (!enabled) return null;
  const connecting = query.data?.people.filter(({ because }) =>
    because.some(({ permission }) => permission === "endpoint.connect"),
  ).length;
  return (
    <Card>
      <CardHeader
        title="Access"
        description={
          connecting === undefined
            ? "Who may use this endpoint, and through which role."
            : `${counted(connecting, "person", "people")} may connect AI clients to it.`
        }
      />
      <CardBody className="grid gap-3 py-2">
        <QueryState query={query} subject="Who has access" skeleton={<SkeletonRows rows={3} />}>
          {({ roles, people }) => (
            <>
              <AccessRoles roles={roles} />
              <AccessPeople people={people} />
            </>
          )}
        </QueryState>
      </CardBody>
      <CardFooter className="block py-3.5">
        <CheckPerson endpoint={endpoint} />
      </CardFooter>
    </Card>
  );
}
