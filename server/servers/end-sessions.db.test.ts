import { afterAll, beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/server/access/access";
import { replaceCredential } from "@/server/credentials/mutations";
import { bus } from "@/server/infra/bus";
import { createServer } from "@/server/servers/create";
import { followServerEnds } from "@/server/servers/end-sessions";
import { deleteServer, disableServer } from "@/server/servers/mutations";
import { updateServer } from "@/server/servers/update";
import { allowUpstream } from "@/server/testing/allow-upstream";
import { makeMember, makeProject } from "@/server/testing/factories";
import { type FakeUpstream, startFakeUpstream } from "@/server/testing/fake-upstream";
import { echo, targetOf, until } from "@/server/testing/upstream-calls";
import { callUpstream } from "@/server/upstream/call";
import { closeAllSessions } from "@/server/upstream/sessions";

let fake: FakeUpstream;
let admin: Ctx;

beforeAll(async () => {
  fake = await startFakeUpstream();
  await allowUpstream(fake);
  admin = await makeMember((await makeProject()).id);
});

afterAll(async () => {
  await closeAllSessions();
  await fake.close();
});

/** A server, and the session that a client's calls have with it. */
async function inUse(name: string): Promise<{ id: string; session: string }> {
  const authentication = { method: "none" } as const;
  const { id } = await createServer(admin, {
    name,
    url: fake.url,
    description: "",
    authentication,
  });
  await callUpstream(targetOf(fake, { serverId: id }), echo("x"));
  const sent = fake.requests.findLast((one) => one.rpcMethod === "tools/call");
  return { id, session: sent?.headers["mcp-session-id"] ?? "" };
}

const isEnded = (session: string) =>
  fake.requests.some((one) => one.method === "DELETE" && one.headers["mcp-session-id"] === session);

const bearer = { method: "bearer", token: "a-token-of-some-length" } as const;

test.each<[string, (id: string) => Promise<unknown>]>([
  ["disabling", (id) => disableServer(admin, { id })],
  ["deleting", (id) => deleteServer(admin, { id })],
  ["another address of", (id) => updateServer(admin, { id, url: `${fake.url}?moved` })],
  [
    "another way to sign in to",
    (id) => replaceCredential(admin, { server: id, authentication: bearer }),
  ],
])("%s a server ends its sessions at once", async (what, change) => {
  const { id, session } = await inUse(what);
  const other = await inUse(`Beside ${what}`);
  expect(isEnded(session)).toBe(false);
  await change(id);
  expect(isEnded(session)).toBe(true);
  expect(isEnded(other.session)).toBe(false);
});

test("a new name leaves them alone", async () => {
  const { id, session } = await inUse("Before");
  await updateServer(admin, { id, name: "After", description: "Renamed" });
  expect(isEnded(session)).toBe(false);
});

test("what another replica says of a server ends the sessions here", async () => {
  const { id, session } = await inUse("Elsewhere");
  const stop = followServerEnds();
  await bus().publish("upstream", id);
  await until(() => isEnded(session));
  stop();
});
