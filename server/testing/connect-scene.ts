// People who connect servers from the portal, and the services they do it at: through the verbs and the real routes.
import { GET } from "@/app/connect/callback/route";
import { readAttempt } from "@/server/credentials/attempts";
import { beginConnection } from "@/server/credentials/begin";
import type { Authentication, CredentialMode, ReturnTo } from "@/server/credentials/schema";
import { db } from "@/server/infra/db";
import { env } from "@/server/infra/env";
import { createServer } from "@/server/servers/create";
import { allowUpstream } from "@/server/testing/allow-upstream";
import { accessOf } from "@/server/testing/factories";
import type { GuardedOptions } from "@/server/testing/guarded-upstream";
import { joinProject, type TestPerson, testPerson, testProject } from "@/server/testing/portal";
import { type Decision, signInAt } from "@/server/testing/signing-in";
import {
  type AuthorizationOptions,
  enteredByHand,
  type UpstreamAuthorizationServer,
} from "@/server/testing/upstream-authorization-server";
import { type Pair, startPair } from "@/server/testing/upstream-sign-in";

export type Scene = {
  pair: Pair;
  project: Awaited<ReturnType<typeof testProject>>;
  admin: TestPerson;
  server: { id: string; slug: string };
  mode: CredentialMode;
};

type SceneOptions = AuthorizationOptions & {
  mode?: CredentialMode;
  guarded?: Partial<Omit<GuardedOptions, "authority">>;
  /** Who signs people in from now on, where that changes; null for the scene's own. */
  movedTo?(): UpstreamAuthorizationServer | null;
  /** Enters a client by hand; with the style "github" unless told. */
  entered?: boolean;
};

/** A project with a server that signs people in, added by its administrator; nobody is connected yet. */
export async function openScene(options: SceneOptions): Promise<Scene> {
  const { mode = "shared", guarded, entered = options.style === "github", ...rest } = options;
  const client = enteredByHand(callback());
  const pair: Pair = await startPair(
    { ...rest, clients: entered ? [client] : [] },
    { authority: () => options.movedTo?.() ?? pair.authority, ...guarded },
  );
  await allowUpstream(pair.authority, pair.upstream);
  const admin = await testPerson();
  const project = await testProject(admin);
  const authentication: Authentication = entered
    ? { method: "oauth", clientId: client.client_id, clientSecret: client.client_secret }
    : { method: "oauth" };
  const server = await createServer(project, {
    ...{ name: "Guarded", url: pair.upstream.url, description: "" },
    ...{ authentication, credentialMode: mode },
  });
  return { pair, project, admin, server, mode };
}

/** Somebody else in the project, signed in. */
export async function joined(scene: Scene, role = "member"): Promise<TestPerson> {
  const person = await testPerson();
  await joinProject(person, scene.project.projectId, role);
  return person;
}

/** The administrator's context now: what is done later has a later time. */
export function adminNow({ project, admin }: Scene) {
  const { projectId, slug } = project;
  return { ...admin, now: new Date(), projectId, slug, access: accessOf(projectId, "admin") };
}

export function begin(scene: Scene, person = scene.admin, page?: ReturnTo) {
  const { server, mode, project } = scene;
  const returnTo = page ?? { page: "server", project: project.slug, server: server.slug };
  const { sessionId } = person.person;
  const actor = { ...person, sessionId, now: new Date() };
  return beginConnection(actor, { server: server.id, mode, returnTo });
}

/** Begins, signs in at the service, and returns the address the browser is sent back to. */
export async function signedIn(
  scene: Scene,
  decision: Decision = {},
  person = scene.admin,
): Promise<URL> {
  const { url } = await begin(scene, person);
  return signInAt(url, callback(), decision);
}

/** A browser with this person's session arrives at the callback. */
export function arrive(address: URL | string, person: TestPerson | null): Promise<Response> {
  const headers = { ...(person ? { cookie: person.cookie } : {}), "sec-fetch-site": "cross-site" };
  return GET(new Request(address, { headers }));
}

/** The whole walk, and what the page where the person arrives can tell. */
export async function connect(scene: Scene, decision: Decision = {}, person = scene.admin) {
  const response = await arrive(await signedIn(scene, decision, person), person);
  return outcomeOf(response, person);
}

export async function outcomeOf(response: Response, person: TestPerson) {
  const location = response.headers.get("location");
  const attempt = location ? new URL(location).searchParams.get("attempt") : null;
  return attempt ? readAttempt(person.userId, attempt) : null;
}

export function credentialsOf({ server }: Scene) {
  return db().serverCredential.findMany({ where: { serverId: server.id } });
}

export function callback(): string {
  return `${env().publicUrl}/connect/callback`;
}
