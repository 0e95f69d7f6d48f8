// In: a server that refused us. Out: what a look at it tells about signing in, in plain words. Promises never to throw:
// what cannot be believed is a step that failed, with its reason.
import { type AppError, toAppError } from "@/server/core/errors";
import { env } from "@/server/infra/env";
import { clientIdentity } from "@/server/upstream/oauth/client-metadata";
import {
  challengeOf,
  lookForSignIn,
  offerOf,
  type SignInOffer,
} from "@/server/upstream/oauth-offer";

type SignInStep = {
  key: "auth" | "registration";
  state: "ok" | "failed" | "info";
  text: string;
};

export type SeenSignIn = {
  steps: SignInStep[];
  signIn: SignInOffer | null;
  /** Another origin, which the server names for its metadata: an administrator may confirm it. */
  confirmOrigin: string | null;
  /** An address of its authorization server that has to be allowed first. */
  hostPort: string | null;
};

export type SignInLook = {
  confirmedOrigin?: string | undefined;
  signal?: AbortSignal | undefined;
};

/** Looks how people sign in, where `refusal` is what the server said to us. */
export async function lookAtSignIn(
  url: string,
  refusal: AppError,
  look: SignInLook,
): Promise<SeenSignIn> {
  try {
    const challenge = challengeOf(refusal);
    const found = await lookForSignIn(url, { ...look, challenge });
    const signIn = offerOf(found, clientIdentity(env().publicUrl));
    return { ...nothing, steps: stepsOf(signIn), signIn };
  } catch (error) {
    look.signal?.throwIfAborted();
    return failure(toAppError(error));
  }
}

const nothing = { signIn: null, confirmOrigin: null, hostPort: null };

const registrations = {
  document: "Knows Gatehouse by its own address: nothing has to be entered.",
  dynamic: "Registers Gatehouse by itself: nothing has to be entered.",
  manual: "Does not register clients by itself: enter a client id.",
};

function stepsOf({ host, registration }: SignInOffer): SignInStep[] {
  return [
    { key: "auth", state: "info", text: `Signs people in at ${host}.` },
    { key: "registration", state: "info", text: registrations[registration] },
  ];
}

function failure({ code, details, message }: AppError): SeenSignIn {
  const { reason, origin, hostPort } = details;
  const text = "The server wants a credential: a bearer token or a key in a header.";
  // Many servers send whoever asks for an unknown page to their login.
  if (reason === "not_offered" || code === "upstream_redirect")
    return { ...nothing, steps: [{ key: "auth", state: "info", text }] };
  return {
    steps: [{ key: "auth", state: "failed", text: message }],
    signIn: null,
    confirmOrigin: reason === "foreign_metadata" && typeof origin === "string" ? origin : null,
    hostPort: typeof hostPort === "string" ? hostPort : null,
  };
}
