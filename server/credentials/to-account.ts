import { toAppError } from "@/server/core/errors";
import { type AccountState, stateOf } from "@/server/credentials/account-state";
import { credentialBinding } from "@/server/credentials/binding";
import { keptHost } from "@/server/credentials/kept-sign-in";
import type { Prisma } from "@/server/infra/generated/client";
import { unseal } from "@/server/infra/seal";

/** What a person sees of their own account at a server. No secret is in it. */
export type Account = {
  server: {
    id: string;
    slug: string;
    name: string;
    host: string;
    project: { slug: string; name: string };
    switchedOff: boolean;
  };
  method: "bearer" | "header" | "oauth";
  headerName: string | null;
  /** Where the browser goes to sign in, as far as it is known; null for tokens and before the first look. */
  signInHost: string | null;
  state: AccountState;
  reason: string | null;
  /** Who signed in there. */
  account: string | null;
  connectedAt: Date | null;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  /** The last characters of a token; empty when they would give too much away. */
  hint: string;
  /** Endpoints the person may use that need it. */
  endpoints: { id: string; name: string }[];
  /** False when it is kept and of no use any more: then it can only be taken back. */
  connectable: boolean;
};

type Endpoint = { id: string; name: string };

/** What a person reaches: endpoints they may connect to, and projects whose servers they may change. */
export type Reach = { endpoints: readonly Endpoint[]; editable: ReadonlySet<string> };

/** Of a credential: what its state is told from. `sealed` is opened to see whether it can be, and goes no further. */
export const accountColumns = {
  id: true,
  version: true,
  sealed: true,
  kind: true,
  hint: true,
  account: true,
  createdAt: true,
  expiresAt: true,
  renewable: true,
  lastUsedAt: true,
  needsSignInSince: true,
  statusReason: true,
} as const satisfies Prisma.ServerCredentialSelect;

/** Of a server, with the credential of one person. */
export function accountServerColumns(userId: string) {
  return {
    id: true,
    projectId: true,
    slug: true,
    name: true,
    url: true,
    authMethod: true,
    headerName: true,
    discovery: true,
    disabledAt: true,
    project: { select: { slug: true, name: true } },
    endpoints: { select: { endpointId: true } },
    credentials: {
      where: { userId },
      select: accountColumns,
    },
  } as const satisfies Prisma.McpServerSelect;
}

type Row = Prisma.McpServerGetPayload<{ select: ReturnType<typeof accountServerColumns> }>;

export async function toAccount(
  row: Row,
  userId: string,
  reach: Reach,
  now: Date,
): Promise<Account> {
  const held = row.credentials[0] ?? null;
  const opens = held === null || (await canOpen(row, { ...held, userId }));
  const { id, slug, name, project } = row;
  const endpoints = neededBy(row, reach.endpoints);
  const switchedOff = row.disabledAt !== null;
  return {
    server: {
      ...{ id, slug, name, project },
      host: new URL(row.url).host,
      switchedOff,
    },
    method: methodOf(row.authMethod),
    headerName: row.headerName,
    signInHost: signInHostOf(row),
    ...stateOf(held, row.authMethod, opens, now),
    account: held?.account ?? null,
    connectedAt: held?.createdAt ?? null,
    expiresAt: held?.expiresAt ?? null,
    lastUsedAt: held?.lastUsedAt ?? null,
    hint: held?.hint ?? "",
    endpoints,
    connectable: reach.editable.has(row.projectId) || (endpoints.length > 0 && !switchedOff),
  };
}

function neededBy(row: Row, endpoints: readonly Endpoint[]): Endpoint[] {
  const connected = new Set(row.endpoints.map(({ endpointId }) => endpointId));
  return endpoints
    .filter((endpoint) => connected.has(endpoint.id))
    .map(({ id, name }) => ({ id, name }));
}

type Sealed = { id: string; version: number; sealed: string; userId: string };

/** Whether what is stored can be read with the keys of this installation. */
export async function canOpen(
  server: { id: string; projectId: string },
  held: Sealed,
): Promise<boolean> {
  try {
    await unseal(held.sealed, credentialBinding(server, held));
    return true;
  } catch (error) {
    // A database that is away says nothing about the secret.
    if (toAppError(error).code === "internal") return false;
    throw error;
  }
}

function methodOf(word: string): Account["method"] {
  return word === "oauth" || word === "header" ? word : "bearer";
}

function signInHostOf({ authMethod, discovery }: Row): string | null {
  return authMethod === "oauth" ? keptHost(discovery) : null;
}
