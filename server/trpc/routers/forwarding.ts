import {
  createDestination,
  deleteDestination,
  restartDestination,
  toggleDestination,
  updateDestination,
} from "@/server/forwarding/mutations";
import { getDestination, listDestinations } from "@/server/forwarding/queries";
import { replaceSecret } from "@/server/forwarding/replace-secret";
import {
  CreateDestination,
  DestinationRef,
  ToggleDestination,
  UpdateDestination,
} from "@/server/forwarding/schema";
import { tryDestination } from "@/server/forwarding/try-destination";
import { projectProcedure, router } from "@/server/trpc/init";

const forward = projectProcedure("activity.forward");
const one = forward.input(DestinationRef);

export const forwardingRouter = router({
  list: forward.query(({ ctx }) => listDestinations(ctx)),
  get: one.query(({ ctx, input }) => getDestination(ctx, input)),
  create: forward
    .input(CreateDestination)
    .mutation(({ ctx, input }) => createDestination(ctx, input)),
  update: forward
    .input(UpdateDestination)
    .mutation(({ ctx, input }) => updateDestination(ctx, input)),
  toggle: forward
    .input(ToggleDestination)
    .mutation(({ ctx, input }) => toggleDestination(ctx, input)),
  restart: one.mutation(({ ctx, input }) => restartDestination(ctx, input)),
  replaceSecret: one.mutation(({ ctx, input }) => replaceSecret(ctx, input)),
  test: one.mutation(({ ctx, input }) => tryDestination(ctx, input)),
  delete: one.mutation(({ ctx, input }) => deleteDestination(ctx, input)),
});
