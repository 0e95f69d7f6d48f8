// In: a GET of an export, by a browser. Out: the file, streamed. Promises the decisions of `audit.list`: the same person,
// membership and permission, and *not there* and *not yours* as the same answer.
import { exportEvents } from "@/server/audit/export";
import { ExportEvents } from "@/server/audit/schema";
import type { Scope } from "@/server/audit/where";
import { AppError, errorTable, toAppError } from "@/server/core/errors";
import { log } from "@/server/infra/log";
import { type Limit, takePoint } from "@/server/infra/rate-limit";
import { requireMembership } from "@/server/projects/membership";
import { createContext, type RequestContext } from "@/server/trpc/context";

const exports: Limit = { name: "audit.export", points: 12, seconds: 60 };

/** The events of the project with this slug; null for those of the installation. Never throws. */
export async function exportAudit(request: Request, project: string | null): Promise<Response> {
  const ctx = await createContext(request.headers);
  try {
    requireOwnPage(request);
    const { person, scope } = await requireScope(ctx, project);
    await takePoint(exports, person.id);
    const author = { ...ctx, userId: person.id, userName: person.name };
    const input = read(new URL(request.url).searchParams);
    // Whoever loses the permission, or signs out, while a long file is under way gets no more of it.
    const requireStill = async () => requireScope(await createContext(request.headers), project);
    const { contentType, body } = await exportEvents(scope, author, input, requireStill);
    const day = ctx.now.toISOString().slice(0, 10);
    const name = `audit-${project ?? "installation"}-${day}.${input.format}`;
    return new Response(body, {
      headers: {
        "content-type": contentType,
        "content-disposition": `attachment; filename="${name}"`,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
      },
    });
  } catch (error) {
    return refuse(toAppError(error), ctx);
  }
}

/** A link on another site must not make a person export, which leaves an event in their name. */
function requireOwnPage(request: Request): void {
  const site = request.headers.get("sec-fetch-site") ?? "none";
  if (site === "same-origin" || site === "none") return;
  throw new AppError("forbidden", "Export from the audit page of Gatehouse.");
}

type Decided = { person: NonNullable<RequestContext["person"]>; scope: Scope };

async function requireScope(ctx: RequestContext, project: string | null): Promise<Decided> {
  const { person, now } = ctx;
  if (!person) throw new AppError("unauthenticated", "Sign in to continue.");
  if (project !== null) {
    const { access } = await requireMembership(project, person.id, now);
    return { person, scope: access.where("audit.read") };
  }
  if (person.instanceAdmin) return { person, scope: { projectId: null } };
  throw new AppError("forbidden", "This is for administrators of the installation.");
}

function read(params: URLSearchParams): ExportEvents {
  const input = ExportEvents.safeParse(Object.fromEntries(params));
  if (input.success) return input.data;
  throw new AppError("bad_request", "This export is not one Gatehouse understands.");
}

function refuse(error: AppError, { requestId }: RequestContext): Response {
  if (error.code === "internal") log().error({ err: error, requestId }, "an export failed");
  const headers = {
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "no-store",
    ...(error.retryAfter === null ? {} : { "retry-after": String(error.retryAfter) }),
  };
  return new Response(`${error.message}\n`, { status: errorTable[error.code].http, headers });
}
