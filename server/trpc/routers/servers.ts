import { checkServer } from "@/server/servers/check";
import { createServer } from "@/server/servers/create";
import { deleteServer, disableServer, enableServer } from "@/server/servers/mutations";
import { probeAddress } from "@/server/servers/probe";
import { getServer, listServers } from "@/server/servers/queries";
import {
  CreateServer,
  ProbeAddress,
  ServerId,
  ServerSlug,
  ServerToolId,
  UpdateServer,
} from "@/server/servers/schema";
import { syncServer } from "@/server/servers/sync";
import { getTool, listTools } from "@/server/servers/tools";
import { updateServer } from "@/server/servers/update";
import { serverUsage } from "@/server/servers/usage";
import { projectProcedure, router } from "@/server/trpc/init";

const read = projectProcedure("server.read");
const create = projectProcedure("server.create");
const edit = projectProcedure("server.edit");
const erase = projectProcedure("server.delete");

export const serversRouter = router({
  list: read.query(({ ctx }) => listServers(ctx)),
  get: read.input(ServerSlug).query(({ ctx, input }) => getServer(ctx, input)),
  tools: read.input(ServerId).query(({ ctx, input }) => listTools(ctx, input)),
  tool: read.input(ServerToolId).query(({ ctx, input }) => getTool(ctx, input)),
  usage: read.input(ServerId).query(({ ctx, input }) => serverUsage(ctx, input)),
  probe: create.input(ProbeAddress).mutation(({ ctx, input }) => probeAddress(ctx, input)),
  create: create.input(CreateServer).mutation(({ ctx, input }) => createServer(ctx, input)),
  update: edit.input(UpdateServer).mutation(({ ctx, input }) => updateServer(ctx, input)),
  check: edit.input(ServerId).mutation(({ ctx, input }) => checkServer(ctx, input)),
  sync: edit.input(ServerId).mutation(({ ctx, input }) => syncServer(ctx, input)),
  disable: edit.input(ServerId).mutation(({ ctx, input }) => disableServer(ctx, input)),
  enable: edit.input(ServerId).mutation(({ ctx, input }) => enableServer(ctx, input)),
  delete: erase.input(ServerId).mutation(({ ctx, input }) => deleteServer(ctx, input)),
});
