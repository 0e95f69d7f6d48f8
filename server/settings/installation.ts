import { db } from "@/server/infra/db";
import { env } from "@/server/infra/env";
import { version } from "@/server/infra/version";

/** What an administrator of the installation should know about it; the door has checked that one asks. */
export async function getInstallation() {
  const { publicUrl, oidc } = env();
  const projects = await db().project.count();
  return {
    version: version(),
    publicUrl,
    database: env().DATABASE_URL ? hostOf(env().DATABASE_URL ?? "") : null,
    passwords: !oidc?.only,
    singleSignOn: oidc ? new URL(oidc.issuer).host : null,
    projects,
  };
}

// The address without its password.
function hostOf(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    return host + pathname;
  } catch {
    return "configured";
  }
}
