// In: a session with an E25 server, and who answers its questions. Out: an ear for those it asks on the session's own
// stream rather than in the answer to a call. Promises that a call waits for it a second at most, and never fails by it.
import { setTimeout as wait } from "node:timers/promises";
import { env } from "@/server/infra/env";
import { log } from "@/server/infra/log";
import { readIncoming } from "@/server/upstream/envelope";
import { type Session, sessionHeaders, tell } from "@/server/upstream/handshake";
import { listen } from "@/server/upstream/post";
import { type Respondent, replyTo } from "@/server/upstream/respondent";

/** Milliseconds a server may take to open its stream. Many have none and answer 405. */
const openMs = 1_000;
/** Questions in one call; with more than that something is wrong. */
const maxQuestions = 32;

/**
 * Hears and answers until it is closed. Resolves once the stream is open, or known not to be. Where a server allows one
 * stream a session, the first of several calls hears for all: they have the same client.
 */
export async function hear(session: Session, respondent: Respondent): Promise<() => void> {
  let heard = 0;
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const answer = async (text: string): Promise<void> => {
    // No answer can come here: no request was sent with this id.
    const incoming = readIncoming(text, 0, env().LIMIT_JSON_DEPTH);
    if (incoming.kind !== "request" || ++heard > maxQuestions) return;
    await tell(session, await replyTo(incoming.id, incoming, respondent));
  };
  const message = { target: session.target, headers: sessionHeaders(session), onHead: open };
  const stream = listen(message, (text, status) => {
    if (status === 200) answer(text).catch(quietly(session));
  });
  stream.done.catch(quietly(session));
  await Promise.race([opened, stream.done.catch(() => {}), wait(openMs, null, { ref: false })]);
  return () => stream.abort(new Error("the call is over"));
}

function quietly({ target }: Session): (error: unknown) => void {
  return (error) =>
    log().debug({ err: error, serverId: target.serverId }, "a session's stream ended");
}
