import type { Prisma } from "@/server/infra/generated/client";
import { type ServerStatus, serverStatuses } from "@/server/servers/schema";

/** Never `sealed`: what is not selected cannot be shown. */
export const credentialColumns = {
  hint: true,
  version: true,
  account: true,
  scopes: true,
  expiresAt: true,
  renewable: true,
  needsSignInSince: true,
  statusReason: true,
  lastUsedAt: true,
  createdAt: true,
  createdBy: true,
} as const satisfies Prisma.ServerCredentialSelect;

export const serverColumns = {
  id: true,
  slug: true,
  name: true,
  description: true,
  url: true,
  authMethod: true,
  headerName: true,
  credentialMode: true,
  era: true,
  protocolVersion: true,
  serverInfo: true,
  status: true,
  statusReason: true,
  checkedAt: true,
  syncedAt: true,
  disabledAt: true,
  createdAt: true,
  rejectedTools: true,
  credentials: { where: { userId: null }, select: credentialColumns },
  _count: { select: { tools: { where: { removedAt: null } }, endpoints: true } },
} as const satisfies Prisma.McpServerSelect;

type Row = Prisma.McpServerGetPayload<{ select: typeof serverColumns }>;

/** What is told of a credential: everything but the secret. */
export type StoredCredential = Prisma.ServerCredentialGetPayload<{
  select: typeof credentialColumns;
}>;

type Rejected = { name: string; reason: string };

/** A server as the portal shows it. */
export type ServerSummary = Omit<
  Row,
  "status" | "serverInfo" | "rejectedTools" | "credentials" | "_count"
> & {
  host: string;
  status: ServerStatus;
  /** What the server calls itself. */
  calledItself: { name: string; version: string } | null;
  rejected: Rejected[];
  credential: StoredCredential | null;
  tools: number;
  endpoints: number;
};

export function toServer(row: Row): ServerSummary {
  const { status, serverInfo, rejectedTools, credentials, _count, ...rest } = row;
  return {
    ...rest,
    host: new URL(row.url).host,
    status: serverStatuses.find((word) => word === status) ?? "not_checked",
    calledItself: toInfo(serverInfo),
    rejected: toRejected(rejectedTools),
    credential: credentials[0] ?? null,
    tools: _count.tools,
    endpoints: _count.endpoints,
  };
}

function toInfo(value: Prisma.JsonValue): { name: string; version: string } | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const { title, name, version } = value;
  return { name: String(title ?? name ?? ""), version: String(version ?? "") };
}

function toRejected(value: Prisma.JsonValue): Rejected[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one) => {
    if (typeof one !== "object" || one === null || Array.isArray(one)) return [];
    return [{ name: String(one["name"]), reason: String(one["reason"]) }];
  });
}
