import type { Actor } from "@/server/core/context";
import { type AppError, errorTable, toAppError } from "@/server/core/errors";
import { type PlainPage, plainPage, plainPageHeaders } from "@/server/core/plain-page";
import { completeConnection } from "@/server/credentials/complete";
import { env } from "@/server/infra/env";
import { log } from "@/server/infra/log";

// Where browsers arrive from the services of servers. Another site leads them here, so that nothing happens without an
// unused attempt of this very session.

/** The request, and who is signed in. */
export type Caller = Omit<Actor, "userId" | "userName"> & {
  person: { id: string; name: string; sessionId: string } | null;
};

/** On to the page of ours that the person left, or a page that says why not and what to do. */
export async function serveCallback(params: URLSearchParams, caller: Caller): Promise<Response> {
  const { person, ...rest } = caller;
  const who = person && { userId: person.id, sessionId: person.sessionId };
  const actor = { ...rest, userId: person?.id ?? "", userName: person?.name ?? "" };
  try {
    const { returnTo } = await completeConnection(params, who, actor);
    const location = `${env().publicUrl}${returnTo}`;
    return new Response(null, { status: 303, headers: { ...onward, location } });
  } catch (error) {
    const known = toAppError(error);
    if (known.code === "internal")
      log().error({ err: error, requestId: caller.requestId }, "a sign-in could not be answered");
    const body = plainPage(pageFor(known, caller.requestId));
    return new Response(body, { status: statusOf(known), headers: plainPageHeaders });
  }
}

/** The address held a code; the next page must not hear of it. */
const onward = { "cache-control": "no-store", "referrer-policy": "no-referrer" };

function statusOf({ code }: AppError): number {
  const { http } = errorTable[code];
  return http >= 500 ? http : 400;
}

function pageFor(error: AppError, requestId: string): PlainPage {
  const { code, message } = error;
  const title = "Cannot connect";
  if (code === "unauthenticated")
    return {
      title,
      heading: "You are signed out of Gatehouse",
      sentences: [
        "Your session ended while you were at the service, so the connection was not made and nothing was kept.",
        "Sign in, and start the connection again.",
      ],
      link: { href: "/login", text: "Sign in" },
    };
  const isOurs = errorTable[code].http >= 500;
  const mayBeKept = isOurs || error.details["reason"] === "used";
  return {
    title,
    heading: mayBeKept ? "This sign-in cannot be completed" : "The connection was not made",
    sentences: [
      message,
      mayBeKept
        ? "Look in Gatehouse whether the account is connected; if not, connect again."
        : "Nothing was kept. Go back to Gatehouse and connect again.",
    ],
    detail: isOurs ? requestId : undefined,
    link: { href: "/connections", text: "Open my connections" },
  };
}
