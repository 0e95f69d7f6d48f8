import type { Ctx } from "@/server/access/access";
import { AppError, toAppError } from "@/server/core/errors";
import { db } from "@/server/infra/db";
import { checkOutboundUrl } from "@/server/infra/outbound";
import type { Allowance } from "@/server/servers/schema";
import { installationAdminNames, isInstallationAdmin } from "@/server/settings/administrators";
import { egressReady } from "@/server/settings/egress-feed";

/** The address as it is kept. Throws `egress_blocked`, with what this person can do about it as `details.allow`. */
export async function requireAddress(ctx: Ctx, url: string): Promise<string> {
  const { href, refused } = await judge(url);
  if (!refused) return href;
  const { code, message, details } = refused;
  const allow = await allowanceFor(ctx, refused);
  throw allow
    ? new AppError(code, message, { cause: refused, details: { ...details, allow } })
    : refused;
}

/** What can be done about an address that was not, or is no longer, allowed; null when nothing has to be. */
export async function findBlocked(ctx: Ctx, url: string): Promise<Allowance | null> {
  const { refused } = await judge(url);
  return refused ? allowanceFor(ctx, refused) : null;
}

export async function allowanceOf(ctx: Ctx, hostPort: string): Promise<Allowance> {
  const may = await isInstallationAdmin(db(), ctx);
  return { hostPort, may, ask: may ? [] : await installationAdminNames() };
}

async function judge(url: string): Promise<{ href: string; refused: AppError | null }> {
  await egressReady();
  try {
    return { href: checkOutboundUrl(url).href, refused: null };
  } catch (error) {
    return { href: url, refused: toAppError(error) };
  }
}

/** Null for what can never be allowed. */
async function allowanceFor(ctx: Ctx, { details }: AppError): Promise<Allowance | null> {
  const { hostPort } = details;
  return typeof hostPort === "string" ? allowanceOf(ctx, hostPort) : null;
}
