import { EndpointRef } from "@/server/endpoints/schema";
import { endMyGrant, revokeSession } from "@/server/grants/mutations";
import { listEndpointGrants, listMyEndpoints, listMyGrants } from "@/server/grants/queries";
import { GrantId } from "@/server/grants/schema";
import { personProcedure, projectProcedure, router } from "@/server/trpc/init";

export const grantsRouter = router({
  // Names and addresses of people: for those who see what they do.
  list: projectProcedure("activity.read")
    .input(EndpointRef)
    .query(({ ctx, input }) => listEndpointGrants(ctx, input)),
  revoke: projectProcedure("endpoint.edit")
    .input(GrantId)
    .mutation(({ ctx, input }) => revokeSession(ctx, input.id)),
  listMine: personProcedure.query(({ ctx }) => listMyGrants(ctx)),
  endMine: personProcedure.input(GrantId).mutation(({ ctx, input }) => endMyGrant(ctx, input.id)),
  myEndpoints: personProcedure.query(({ ctx }) => listMyEndpoints(ctx)),
});
