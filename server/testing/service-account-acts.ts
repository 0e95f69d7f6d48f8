// The acts of testing/acts.ts that are about service accounts.
import { newSlug } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import type { ActOn, Stage } from "./acts";

const draft = () => ({ name: `M ${newSlug()}`, description: "", roleKeys: ["member"] });

async function account({ call, project }: Stage): Promise<{ account: string }> {
  const made = await call("serviceAccounts.create", { project, ...draft() });
  return { account: (made as { id: string }).id };
}

async function serviceToken(stage: Stage): Promise<{ serviceToken: string }> {
  const { project } = stage;
  const own = await account(stage);
  const input = { project, ...own, name: "CI", days: 30 };
  const made = (await stage.call("serviceAccounts.createToken", input)) as { token: string };
  stage.secrets.push(made.token);
  const { id } = await db().serviceAccountToken.findFirstOrThrow({
    where: { accountId: own.account },
  });
  return { serviceToken: id };
}

/** By the path of the procedure. */
export const serviceAccountActs: Record<string, ActOn> = {
  "serviceAccounts.create": async () => draft(),
  "serviceAccounts.update": async (stage) => ({ ...(await account(stage)), ...draft() }),
  "serviceAccounts.toggle": async (stage) => ({ ...(await account(stage)), enabled: false }),
  "serviceAccounts.delete": account,
  "serviceAccounts.createToken": async (stage) => ({
    ...(await account(stage)),
    ...{ name: "CI", days: 30 },
  }),
  "serviceAccounts.revokeToken": serviceToken,
};
