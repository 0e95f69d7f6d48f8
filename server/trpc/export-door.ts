// In: a GET of an export, by a browser. Out: the file, streamed. Promises that who asks is decided before anything is
// read and anew for every page, and that no other site makes a person export.
import type { z } from "zod";
import type { ExportFile } from "@/server/audit/export-file";
import { type ExportRef, followed, tellProgress } from "@/server/audit/export-progress";
import { ExportId } from "@/server/audit/schema";
import type { Actor } from "@/server/core/context";
import { AppError, errorTable, toAppError } from "@/server/core/errors";
import { log } from "@/server/infra/log";
import { type Limit, takePoint } from "@/server/infra/rate-limit";
import { createContext, type RequestContext } from "@/server/trpc/context";

/** Who asks: `person` is also what the installation lets them do. */
type Exporter = Actor & { person: NonNullable<RequestContext["person"]> };

export type ExportDoor<Whose, Input> = {
  limit: Limit;
  /** As in “Export from the audit page of Gatehouse.” */
  page: string;
  /** Without the day and the format. */
  fileName: string;
  /** Whose rows. Throws for who may not have them; asked again before each further page. */
  decide: (exporter: Exporter) => Promise<Whose>;
  input: z.ZodType<Input>;
  open: (
    whose: Whose,
    exporter: Exporter,
    input: Input,
    decideAgain: () => Promise<Whose>,
  ) => Promise<ExportFile>;
};

/** Never throws. */
export async function serveExport<Whose, Input>(
  request: Request,
  door: ExportDoor<Whose, Input>,
): Promise<Response> {
  const ctx = await createContext(request.headers);
  const ref = refOf(request, ctx);
  try {
    requireOwnPage(request, door.page);
    const exporter = requireExporter(ctx);
    const whose = await door.decide(exporter);
    await takePoint(door.limit, exporter.userId);
    const input = read(new URL(request.url).searchParams, door.input);
    // Whoever loses the permission, or signs out, while a long file is under way gets no more of it.
    const decideAgain = async () =>
      door.decide(requireExporter(await createContext(request.headers)));
    const file = await door.open(whose, exporter, input, decideAgain);
    const name = `${door.fileName}-${ctx.now.toISOString().slice(0, 10)}`;
    return toResponse(ref ? { ...file, body: followed(file.body, ref, file.head) } : file, name);
  } catch (error) {
    const refusal = toAppError(error);
    const { message } = refusal;
    if (ref) await tellProgress(ref, { state: "refused", rows: 0, message });
    return refuse(refusal, ctx);
  }
}

/** The word `progress` of the address, where there is one, and who asks. */
function refOf(request: Request, { person }: RequestContext): ExportRef | null {
  const id = ExportId.safeParse(new URL(request.url).searchParams.get("progress"));
  return person && id.success ? { userId: person.id, id: id.data } : null;
}

/** A link on another site must not make a person export, which leaves an event in their name. */
function requireOwnPage(request: Request, page: string): void {
  const site = request.headers.get("sec-fetch-site") ?? "none";
  if (site === "same-origin" || site === "none") return;
  throw new AppError("forbidden", `Export from the ${page} page of Gatehouse.`);
}

function requireExporter({ person, setCookie: _, ...from }: RequestContext): Exporter {
  if (!person) throw new AppError("unauthenticated", "Sign in to continue.");
  return { ...from, person, userId: person.id, userName: person.name };
}

function read<Input>(params: URLSearchParams, schema: z.ZodType<Input>): Input {
  // A word without a value says nothing, as in the address of a page.
  const words = [...params].filter(([, value]) => value !== "");
  const input = schema.safeParse(Object.fromEntries(words));
  if (input.success) return input.data;
  throw new AppError("bad_request", "This export is not one Gatehouse understands.");
}

function toResponse({ body, contentType, format }: ExportFile, name: string): Response {
  return new Response(body, {
    headers: {
      "content-type": contentType,
      "content-disposition": `attachment; filename="${name}.${format}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
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
