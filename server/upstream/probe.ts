// In: an address somebody typed, and perhaps a credential. Out: plain facts about what is there, step by step. Promises
// never to throw for what the other side does: a failure is a finding, with the step it belongs to.
import type { ErrorCode } from "@/server/core/errors";
import { type AppError, toAppError } from "@/server/core/errors";
import { checkOutboundUrl, portOf } from "@/server/infra/outbound";
import { type Discovered, discover, erasOf } from "@/server/upstream/discover";
import { endSession } from "@/server/upstream/handshake";
import type { SignInOffer } from "@/server/upstream/oauth-offer";
import { lookAtSignIn, type SignInLook } from "@/server/upstream/probe-sign-in";
import {
  type Era,
  modernVersion,
  type ServerInfo,
  type UnknownTarget,
} from "@/server/upstream/target";

type ProbeStep = {
  key: "address" | "connect" | "tls" | "mcp" | "auth" | "registration";
  state: "ok" | "failed" | "info";
  text: string;
};

export type Probe = {
  /** An MCP server answered us. */
  ok: boolean;
  steps: ProbeStep[];
  eras: Era[];
  /** The one we would use. */
  era: Era | null;
  protocolVersion: string | null;
  serverInfo: ServerInfo | null;
  needsSignIn: boolean;
  /** How it signs people in, when it tells; null for a credential to be entered. */
  signIn: SignInOffer | null;
  /** Another origin, which the server names for how people sign in: an administrator may confirm it. */
  confirmOrigin: string | null;
  /** What an installation administrator could allow, when the address was refused. */
  hostPort: string | null;
  code: ErrorCode | null;
};

type Headers = Readonly<Record<string, string>>;

/** Looks at a server with this credential (none by default). Takes at most about a minute. */
export async function probeServer(
  url: string,
  headers: Headers = {},
  look: SignInLook = {},
): Promise<Probe> {
  const target: UnknownTarget = {
    serverId: "probe",
    url,
    credentialKey: crypto.randomUUID(),
    headers,
  };
  const { signal } = look;
  try {
    const checked = checkOutboundUrl(url);
    const found = await discover(target, signal);
    if (found.era === "E25") await endSession(found.session);
    return success(checked, found, await erasOf(found, target, signal));
  } catch (error) {
    signal?.throwIfAborted();
    return failure(url, headers, toAppError(error), look);
  }
}

function success(url: URL, found: Discovered, eras: Era[]): Probe {
  const { era, protocolVersion, serverInfo } = found;
  const versions = [
    ...new Set([...(eras.includes("E26") ? [modernVersion] : []), protocolVersion]),
  ];
  const older = era === "E26" && eras.includes("E25") ? " and older" : "";
  const name = serverInfo
    ? `${serverInfo.title ?? serverInfo.name} ${serverInfo.version}`.trim()
    : "a server without a name";
  return {
    ...nothing,
    ok: true,
    steps: [
      ...reached(url),
      step("mcp", "ok", `${name} speaks MCP ${versions.join(", ")}${older}.`),
    ],
    ...{ eras, era, protocolVersion, serverInfo },
  };
}

const nothing: Omit<Probe, "steps"> = {
  ok: false,
  eras: [],
  era: null,
  protocolVersion: null,
  serverInfo: null,
  needsSignIn: false,
  signIn: null,
  confirmOrigin: null,
  hostPort: null,
  code: null,
};

async function failure(
  url: string,
  headers: Headers,
  error: AppError,
  look: SignInLook,
): Promise<Probe> {
  const probe: Probe = { ...nothing, code: error.code, steps: [] };
  const allow = error.details["hostPort"];
  if (typeof allow === "string") probe.hostPort = allow;
  const key = failedStep(error);
  const failed = step(key, "failed", error.message);
  if (key === "address") return { ...probe, steps: [failed] };
  const before = reached(checkOutboundUrl(url));
  if (key !== "auth") {
    const at = before.findIndex((one) => one.key === key);
    return { ...probe, steps: [...(at === -1 ? before : before.slice(0, at)), failed] };
  }
  const seen = await lookAtSignIn(url, error, look);
  const given = Object.keys(headers).length > 0 ? [failed] : [];
  return { ...probe, ...seen, needsSignIn: true, steps: [...before, ...given, ...seen.steps] };
}

/** Where it went wrong, told by the reason in the error. */
function failedStep(error: AppError): ProbeStep["key"] {
  const reason = error.details["reason"];
  if (error.code === "connection_required") return "auth";
  if (error.code === "egress_blocked" || error.code === "bad_request" || reason === "dns")
    return "address";
  if (reason === "tls") return "tls";
  return typeof reason === "string" && connectReasons.has(reason) ? "connect" : "mcp";
}

const connectReasons = new Set(["refused", "route", "connect_timeout", "network"]);

/** What is known once a server has answered over HTTP. */
function reached(url: URL): ProbeStep[] {
  const secure = step("tls", "ok", "The connection is encrypted and the certificate is valid.");
  return [
    step("address", "ok", "The address is allowed."),
    step("connect", "ok", `${url.hostname} answers at port ${portOf(url)}.`),
    ...(url.protocol === "https:" ? [secure] : []),
  ];
}

function step(key: ProbeStep["key"], state: ProbeStep["state"], text: string): ProbeStep {
  return { key, state, text };
}
