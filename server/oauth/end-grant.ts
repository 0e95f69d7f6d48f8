// In: the provider's wish to end a grant (a token was used twice, or the client gave it back). Out: the grant revoked with
// everything issued under it, and an audit event. Promises one transaction.
import { Provider } from "oidc-provider";
import type { Author } from "@/server/audit/record";
import { newId } from "@/server/core/ids";
import { revokeGrantByKey } from "@/server/grants/mutations";
import { transaction } from "@/server/infra/db";

/** Ends the grant with the provider's id `grantKey`; nothing happens when it has ended. */
export async function endGrant(grantKey: string): Promise<void> {
  await transaction((tx) => revokeGrantByKey(tx, serverAuthor(), grantKey, reason()));
}

/** Who acts when a client asks for something by itself. */
export function serverAuthor(): Author {
  return {
    userId: null,
    userName: "Authorization server",
    requestId: newId(),
    ip: Provider.ctx?.ip || null,
    userAgent: Provider.ctx?.get("user-agent").slice(0, 400) || null,
    now: new Date(),
  };
}

function reason(): string {
  if (Provider.ctx?.oidc.route === "revocation") return "The client gave it back";
  const used = Provider.ctx?.oidc.params?.["grant_type"];
  return used === "refresh_token" ? "A refresh token was used twice" : "A code was used twice";
}
