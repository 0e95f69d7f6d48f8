// The acts of testing/acts.ts that are about people: members, invitations, and who may sign in.
import { newSlug, randomToken } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import type { ActOn, Stage } from "./acts";
import { joinProject, testPerson } from "./portal";

/** Somebody else in the project. */
async function colleague({ projectId }: Stage): Promise<{ member: string }> {
  const person = await testPerson();
  await joinProject(person, projectId, "editor");
  return { member: person.userId };
}

/** Somebody of the installation. */
async function someone(): Promise<{ person: string }> {
  return { person: (await testPerson()).userId };
}

/** An invitation as it stands in the portal, and the token of its link. */
async function invitation(stage: Stage, email = `${newSlug()}@example.com`) {
  const input = {
    project: stage.project,
    emails: [email],
    roles: [{ role: "member", until: null }],
  };
  const { links } = (await stage.call("invitations.create", input)) as {
    links: { id: string; url: string }[];
  };
  const token = links[0]?.url.split("/").at(-1) ?? "";
  stage.secrets.push(token);
  return { invitation: links[0]?.id ?? "", token };
}

/** By the path of the procedure. */
export const memberActs: Record<string, ActOn> = {
  "members.changeRoles": async (stage) => ({
    ...(await colleague(stage)),
    roles: [{ role: "auditor", until: new Date(Date.now() + 3_600_000) }],
  }),
  "members.remove": colleague,
  "members.leave": async (stage) => {
    await joinProject(await testPerson(), stage.projectId, "admin");
    return { slug: stage.project };
  },
  "people.disable": someone,
  "people.enable": async ({ call }) => {
    const given = await someone();
    await call("people.disable", given);
    return given;
  },
  "people.giveAdministration": someone,
  "people.takeAdministration": async () => ({
    person: (await testPerson({ instanceAdmin: true })).userId,
  }),
  "people.endSessions": someone,
  "people.createResetLink": someone,
  "people.resetPassword": async ({ call, secrets }) => {
    const { url } = (await call("people.createResetLink", await someone())) as { url: string };
    const [token, password] = [url.split("/").at(-1) ?? "", randomToken()];
    secrets.push(token, password);
    return { token, password };
  },
  "installation.addAdministrator": async ({ projectId }) => ({ ...(await someone()), projectId }),
  "invitations.create": async () => ({
    ...{ emails: [`${newSlug()}@example.com`], roles: [{ role: "member", until: null }] },
  }),
  "invitations.renew": invitation,
  "invitations.revoke": invitation,
  "invitations.join": async (stage) => {
    const { token } = await invitation(stage);
    const password = randomToken();
    stage.secrets.push(password);
    return { token, password, name: "Nia" };
  },
  "invitations.accept": async (stage) => {
    // Whoever acts is a member with another role from before.
    const { token } = await invitation(stage);
    const { email } = stage.person.person;
    await db().invitation.updateMany({ data: { email } });
    return { token };
  },
};
