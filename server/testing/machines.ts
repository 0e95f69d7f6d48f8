// Service accounts for tests: nothing is checked, nothing recorded.
import { isBuiltinRole } from "@/server/access/builtin-roles";
import { newId, newSlug, sha256 } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import { newServiceToken } from "@/server/service-accounts/service-token";

export type Machine = { accountId: string; name: string; tokenId: string; token: string };

/** A service account of the project with one role, and a token for an hour. */
export async function makeMachine(
  projectId: string,
  role: string,
  name = `machine-${newSlug()}`,
): Promise<Machine> {
  const accountId = newId();
  const roleId = isBuiltinRole(role) ? null : role;
  await db().serviceAccount.create({
    data: {
      ...{ id: accountId, projectId, name, createdByName: "Ana Lima" },
      roles: { create: { id: newId(), role, roleId } },
    },
  });
  return { accountId, name, ...(await addServiceToken(accountId)) };
}

/** Another token of the account; ends in an hour unless told. */
export async function addServiceToken(
  accountId: string,
  leftMs = 3_600_000,
): Promise<Pick<Machine, "tokenId" | "token">> {
  const [tokenId, token] = [newId(), newServiceToken()];
  await db().serviceAccountToken.create({
    data: {
      ...{ id: tokenId, accountId, name: "CI", tokenHash: sha256(token), hint: token.slice(-4) },
      ...{ createdByName: "Ana Lima", expiresAt: new Date(Date.now() + leftMs) },
    },
  });
  return { tokenId, token };
}
