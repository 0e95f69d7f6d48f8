import type { Ctx } from "@/server/access/access";
import { keptHost, keptSignIn } from "@/server/credentials/kept-sign-in";
import { db } from "@/server/infra/db";
import { env } from "@/server/infra/env";
import type { Prisma } from "@/server/infra/generated/client";
import { credentialColumns, type StoredCredential } from "@/server/servers/shape";
import { callbackUrl, clientIdentity } from "@/server/upstream/oauth/client-metadata";

/** How we are known where a server signs people in. */
type Registration = {
  /** document: by our metadata document; registered: registered itself; entered: by hand; null: not yet, or not possible. */
  origin: "document" | "registered" | "entered" | null;
  clientId: string | null;
  createdBy: string | null;
  createdAt: Date | null;
};

/** What the Credentials tab tells beside the server itself. No secret is in it. */
export type SignIn = {
  /** The credential of the person who asks, where each has their own. */
  own: StoredCredential | null;
  /** People who have one that works. */
  people: number;
  /** To be entered at services without registration. */
  callbackUrl: string;
  /** Null while the server signs people in another way. */
  oauth: OAuth | null;
};

type OAuth = {
  /** Where people sign in; null before the first look. */
  host: string | null;
  registration: Registration;
  /** The service neither reads our document nor registers clients: the id has to be entered. */
  manual: boolean;
};

type Row = {
  id: string;
  authMethod: string;
  credentialMode: string;
  discovery: Prisma.JsonValue;
};

export async function readSignIn(ctx: Ctx, server: Row): Promise<SignIn> {
  const personal = server.credentialMode === "personal";
  const [own, people, oauth] = await Promise.all([
    personal ? findOwn(server.id, ctx.userId) : null,
    personal ? countPeople(server.id) : 0,
    server.authMethod === "oauth" ? readOauth(server) : null,
  ]);
  return { own, people, oauth, callbackUrl: callbackUrl(env().publicUrl) };
}

function findOwn(serverId: string, userId: string): Promise<StoredCredential | null> {
  const where = { serverId, userId };
  return db().serverCredential.findFirst({ where, select: credentialColumns });
}

function countPeople(serverId: string): Promise<number> {
  const where = { serverId, userId: { not: null }, needsSignInSince: null };
  return db().serverCredential.count({ where });
}

async function readOauth({ id, discovery }: Row): Promise<OAuth> {
  const found = keptSignIn(discovery);
  const identity = clientIdentity(env().publicUrl);
  const [kept] = await db().serverRegistration.findMany({
    where: { serverId: id, ...(found ? { issuer: found.server.issuer } : {}) },
    orderBy: { createdAt: "desc" },
    take: 1,
    select: { origin: true, clientId: true, createdBy: true, createdAt: true },
  });
  const byDocument = found?.server.clientDocuments === true && identity.documentUrl !== null;
  const registers = byDocument || (found?.server.registrationEndpoint ?? null) !== null;
  return {
    host: keptHost(discovery),
    registration: kept ? toRegistration(kept) : { ...none, origin: byDocument ? "document" : null },
    manual: found !== null && !registers,
  };
}

const none: Registration = { origin: null, clientId: null, createdBy: null, createdAt: null };

function toRegistration(row: Omit<Registration, "origin"> & { origin: string }): Registration {
  return { ...row, origin: row.origin === "entered" ? "entered" : "registered" };
}
