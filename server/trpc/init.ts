import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import { z } from "zod";
import type { Permission } from "@/server/access/actions";
import type { Actor } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { bus } from "@/server/infra/bus";
import { log } from "@/server/infra/log";
import { type Limit, takePoint } from "@/server/infra/rate-limit";
import { requireMembership } from "@/server/projects/membership";
import type { RequestContext } from "@/server/trpc/context";
import { toFailure, trpcCodeOf } from "@/server/trpc/failure";

/** Who may call a procedure: the policy test walks the router and fails where this is missing. */
type Policy = "public" | "person" | "installation" | Permission;

const t = initTRPC
  .context<RequestContext>()
  .meta<{ policy: Policy }>()
  .create({
    transformer: superjson,
    errorFormatter({ shape, error, ctx }) {
      const failure = toFailure(error);
      return {
        ...shape,
        message: failure.message,
        data: {
          code: shape.data.code,
          httpStatus: shape.data.httpStatus,
          reason: failure.code,
          details: failure.details,
          requestId: ctx?.requestId ?? null,
        },
      };
    },
  });

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

// The one place where errors of the domains become errors of this door.
const mapErrors = t.middleware(async ({ next, ctx, path }) => {
  const result = await next();
  if (result.ok) return result;
  const failure = toFailure(result.error);
  if (failure.code === "internal")
    log().error({ err: result.error.cause, path, requestId: ctx.requestId }, "a procedure failed");
  // What tRPC refused itself keeps tRPC's own status.
  if (failure.cause === result.error) return result;
  throw new TRPCError({
    code: trpcCodeOf(failure.code),
    message: failure.message,
    cause: failure,
  });
});

// A mutation answers when its change is in force in this process, and on its way to every other.
const settle = t.middleware(async ({ next, type }) => {
  const result = await next();
  if (result.ok && type === "mutation") await bus().settled();
  return result;
});

const changes: Limit = { name: "changes", points: 120, seconds: 60 };

// A script that runs away with somebody's session is slowed down.
const limitChanges = t.middleware(async ({ next, ctx, type }) => {
  if (type === "mutation" && ctx.person) await takePoint(changes, ctx.person.id);
  return next();
});

const base = t.procedure.use(mapErrors).use(limitChanges).use(settle);

/** Anyone, signed in or not. Only for set-up. */
export const publicProcedure = base.meta({ policy: "public" });

/** Anyone signed in, about themselves. */
export const personProcedure = base.meta({ policy: "person" }).use(({ next, ctx }) => {
  return next({ ctx: { ...ctx, ...requirePerson(ctx) } });
});

/** Administrators of the installation. */
export const installationProcedure = personProcedure
  .meta({ policy: "installation" })
  .use(({ next, ctx }) => {
    if (!ctx.person.instanceAdmin)
      throw new AppError("forbidden", "This is for administrators of the installation.");
    return next();
  });

/** A member of the project named by its slug in `input.project`, who holds the permission. */
export function projectProcedure(permission: Permission) {
  return base
    .meta({ policy: permission })
    .input(z.object({ project: z.string().min(1).max(64) }))
    .use(async ({ next, ctx, input }) => {
      const actor = requirePerson(ctx);
      const { projectId, access } = await requireMembership(input.project, actor.userId, ctx.now);
      // For which endpoints, the domain asks: it knows their names.
      access.requireSome(permission);
      return next({ ctx: { ...ctx, ...actor, projectId, access } });
    });
}

function requirePerson(
  ctx: RequestContext,
): Actor & { person: NonNullable<RequestContext["person"]> } {
  if (!ctx.person) throw new AppError("unauthenticated", "Sign in to continue.");
  const { person, requestId, ip, userAgent = null, now } = ctx;
  return { person, userId: person.id, userName: person.name, requestId, ip, userAgent, now };
}
