import { setFilters, tryFilter } from "@/server/endpoints/filters";
import {
  createEndpoint,
  deleteEndpoint,
  toggleEndpoint,
  updateEndpoint,
} from "@/server/endpoints/mutations";
import {
  getEndpoint,
  listEndpoints,
  listServerChoices,
  previewTools,
} from "@/server/endpoints/queries";
import {
  ConnectServers,
  CreateEndpoint,
  DeleteEndpoint,
  DisconnectServer,
  EndpointRef,
  PreviewTools,
  SetFilters,
  SetTools,
  ToggleEndpoint,
  TryFilter,
  UpdateEndpoint,
} from "@/server/endpoints/schema";
import { connectServers, disconnectServer } from "@/server/endpoints/servers";
import { setTools } from "@/server/endpoints/tools";
import { projectProcedure, router } from "@/server/trpc/init";

export const endpointsRouter = router({
  list: projectProcedure("endpoint.read").query(({ ctx }) => listEndpoints(ctx)),
  get: projectProcedure("endpoint.read")
    .input(EndpointRef)
    .query(({ ctx, input }) => getEndpoint(ctx, input)),
  serverChoices: projectProcedure("server.read").query(({ ctx }) => listServerChoices(ctx)),
  previewTools: projectProcedure("endpoint.create")
    .input(PreviewTools)
    .query(({ ctx, input }) => previewTools(ctx, input)),
  create: projectProcedure("endpoint.create")
    .input(CreateEndpoint)
    .mutation(({ ctx, input }) => createEndpoint(ctx, input)),
  update: projectProcedure("endpoint.edit")
    .input(UpdateEndpoint)
    .mutation(({ ctx, input }) => updateEndpoint(ctx, input)),
  toggle: projectProcedure("endpoint.edit")
    .input(ToggleEndpoint)
    .mutation(({ ctx, input }) => toggleEndpoint(ctx, input)),
  delete: projectProcedure("endpoint.delete")
    .input(DeleteEndpoint)
    .mutation(({ ctx, input }) => deleteEndpoint(ctx, input)),
  connectServers: projectProcedure("endpoint.edit")
    .input(ConnectServers)
    .mutation(({ ctx, input }) => connectServers(ctx, input)),
  disconnectServer: projectProcedure("endpoint.edit")
    .input(DisconnectServer)
    .mutation(({ ctx, input }) => disconnectServer(ctx, input)),
  setTools: projectProcedure("endpoint.edit")
    .input(SetTools)
    .mutation(({ ctx, input }) => setTools(ctx, input)),
  setFilters: projectProcedure("endpoint.edit")
    .input(SetFilters)
    .mutation(({ ctx, input }) => setFilters(ctx, input)),
  // Changes nothing; a mutation, because the text of a query would stand in an address and in the logs on the way.
  tryFilter: projectProcedure("endpoint.edit")
    .input(TryFilter)
    .mutation(({ ctx, input }) => tryFilter(ctx, input)),
});
