// Calls as the record keeps them, put there without having been made.
import { newId } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import type { Prisma } from "@/server/infra/generated/client";

export type RecordedCall = Prisma.ActivityLogUncheckedCreateInput;

/** An ended call; well, unless something else is said. */
export async function addEndedCall(
  projectId: string,
  given: Partial<RecordedCall> = {},
): Promise<RecordedCall> {
  const startedAt = given.startedAt ?? new Date(Date.now() - 1_000);
  const facts = {
    ...{ endpointId: newId(), endpointName: "Support", serverId: null, serverName: "github" },
    ...{ method: "tools/call", toolName: "search", upstreamTool: "search", era: "E25" },
    ...{ userId: newId(), userName: "Ana Lima", clientId: "claude", clientName: "Claude" },
    ...{ grantId: null, sessionId: null, requestBytes: 2, responseBytes: 2 },
    ...{ outcome: "ok", errorCode: null, errorMessage: null, durationMs: 10, upstreamMs: 8 },
    ...{ decision: "allowed", writer: newId(), seq: 1, finishedAt: startedAt },
  };
  const id = newId(new Date(startedAt).getTime());
  const data = { ...facts, id, projectId, requestId: id, startedAt, ...given };
  await db().activityLog.create({ data });
  return data;
}
