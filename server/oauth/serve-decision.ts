// In: the form of a consent page, as the browser sends it. Out: where to continue, as JSON. Promises the same size limit
// and hygiene as the other doors.
import { errorTable, toAppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { clientIp } from "@/server/infra/client-ip";
import { log } from "@/server/infra/log";
import type { Decider } from "@/server/oauth/consent";
import { decideConsent } from "@/server/oauth/decide";
import { neverStored } from "@/server/oauth/headers";
import { readBody } from "@/server/oauth/request-body";

/** Answers POST /consent/<uid>/decide. Never throws. */
export async function serveDecision(
  request: Request,
  uid: string,
  decider: Decider | null,
): Promise<Response> {
  const requestId = newId();
  try {
    const continueTo = await decideConsent({
      uid,
      cookie: request.headers.get("cookie"),
      origin: request.headers.get("origin"),
      decider,
      form: new URLSearchParams(await readBody(request)),
      actor: {
        requestId,
        ip: clientIp(request.headers),
        userAgent: request.headers.get("user-agent")?.slice(0, 400) ?? null,
        now: new Date(),
      },
    });
    return Response.json({ continueTo }, { headers: neverStored });
  } catch (error) {
    const known = toAppError(error);
    if (known.code === "internal") log().error({ err: error, requestId }, "a decision failed");
    const { http } = errorTable[known.code];
    return Response.json(
      { message: known.message, reason: known.details["reason"], requestId },
      { status: http, headers: neverStored },
    );
  }
}
