import type { Ctx } from "@/server/access/access";
import { headersFor, mannerOf, secretOf } from "@/server/credentials/headers";
import type { Authentication } from "@/server/credentials/schema";
import { env } from "@/server/infra/env";
import { takePoint } from "@/server/infra/rate-limit";
import { allowanceOf } from "@/server/servers/address";
import type { Allowance, ProbeAddress } from "@/server/servers/schema";
import { egressReady } from "@/server/settings/egress-feed";
import { callbackUrl } from "@/server/upstream/oauth/client-metadata";
import { type Probe, probeServer } from "@/server/upstream/probe";

/** A person who tries out addresses, not a scanner of networks. */
const limit = { name: "probe", points: 30, seconds: 60 };

/** Looks what answers at an address that may become a server. Nothing is kept. */
export async function probeAddress(
  ctx: Ctx,
  input: ProbeAddress,
): Promise<Probe & { allow: Allowance | null; callbackUrl: string }> {
  ctx.access.require("server.create");
  await takePoint(limit, ctx.userId);
  await egressReady();
  const look = { confirmedOrigin: input.metadataOrigin };
  const probe = await probeServer(input.url, headersOf(input.authentication), look);
  const allow = probe.hostPort ? await allowanceOf(ctx, probe.hostPort) : null;
  // To be entered at services where somebody has to make a client for us.
  return { ...probe, allow, callbackUrl: callbackUrl(env().publicUrl) };
}

function headersOf(authentication: Authentication | undefined): Record<string, string> {
  const secret = authentication ? secretOf(authentication) : null;
  return authentication && secret ? headersFor(mannerOf(authentication), secret) : {};
}
