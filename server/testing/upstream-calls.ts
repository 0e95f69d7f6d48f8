// What tests of the upstream client share: servers that are closed again, and short ways to write targets and calls.
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeEach, expect } from "vitest";
import { AppError } from "@/server/core/errors";
import { setEgressAllow } from "@/server/infra/egress-allow";
import { closeOutbound } from "@/server/infra/outbound";
import type { UpstreamCall } from "@/server/upstream/call";
import { closeAllSessions } from "@/server/upstream/sessions";
import type { UpstreamTarget } from "@/server/upstream/target";
import { type FakeOptions, type FakeUpstream, startFakeUpstream } from "./fake-upstream";

const started: FakeUpstream[] = [];

/** Call once in a test file: every server of a test is closed after it, and the allow-list is empty before. */
export function closeUpstreams(): void {
  beforeEach(() => setEgressAllow([]));
  afterEach(async () => {
    await closeAllSessions();
    for (const upstream of started.splice(0)) await upstream.close();
  });
  afterAll(closeOutbound);
}

export async function start(options: FakeOptions = {}): Promise<FakeUpstream> {
  return adopt(startFakeUpstream(options));
}

/** Allows the server's address, and closes it after the test. */
export async function adopt(starting: Promise<FakeUpstream>): Promise<FakeUpstream> {
  const upstream = await starting;
  started.push(upstream);
  setEgressAllow(started.map((one) => one.hostPort));
  return upstream;
}

export function targetOf(
  upstream: FakeUpstream,
  change: Partial<UpstreamTarget> = {},
): UpstreamTarget {
  return {
    serverId: upstream.hostPort,
    url: upstream.url,
    era: "E25",
    protocolVersion: change.era === "E26" ? "2026-07-28" : "2025-11-25",
    credentialKey: "none",
    headers: {},
    ...change,
  };
}

export function toolCall(
  name: string,
  args: unknown,
  change: Partial<UpstreamCall> = {},
): UpstreamCall {
  return {
    method: "tools/call",
    params: JSON.stringify({ name, arguments: args }),
    mcpName: name,
    session: { kind: "kept", key: "gateway-session" },
    ...change,
  };
}

export const echo = (text: string, change: Partial<UpstreamCall> = {}) =>
  toolCall("echo", { text }, change);

/** The AppError a promise rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("it did not fail");
}

/** Waits for what another socket brings about. */
export async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 4_000 && !condition(); turn++) await wait(5);
  expect(condition()).toBe(true);
}
