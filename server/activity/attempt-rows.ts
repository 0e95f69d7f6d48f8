import type { Ending } from "@/server/activity/proof/row-text";
import type { Message } from "@/server/activity/record";
import { findPrincipal } from "@/server/grants/principal";
import { log } from "@/server/infra/log";

/** Who a token speaks for. */
export type Sender = Pick<Message, "userId" | "userName" | "clientId" | "clientName" | "grantId">;

export type Place = { id: string; projectId: string; name: string };

/** A request that was refused without a row of its own. */
export type Attempt = {
  /** What the address named, and the endpoint there when it was looked up. */
  slug: string;
  endpoint: Place | null;
  /** As the record groups them, and more exactly. */
  reason: string;
  code: string;
  /** Our own words. */
  message: string;
  outcome: "denied" | "failed";
  method: string;
  era: string;
  sender: Sender | null;
  /** One that nobody looked up yet. It stays in memory. */
  token: string | null;
  address: string | null;
  requestId: string;
  at: Date;
};

/** Requests that are alike; `others` are of more senders than are told apart. */
type Count = { first: Attempt; last: Date; attempts: number; isOthers: boolean };

/** What was counted at one address. */
export type Tally = {
  endpoint: Place | null;
  counts: Map<string, Count>;
  /** How many of the counts are of unknown senders. */
  unknown: number;
};

/** A row that is not durable yet. */
export type Unwritten = { message: Message; ended: Omit<Ending, "upstreamMs"> };

/** A row for each count of an endpoint. Throws nothing. */
export async function toRows(tallies: readonly Tally[]): Promise<Unwritten[]> {
  const rows: Unwritten[] = [];
  for (const { endpoint, counts } of tallies) {
    if (!endpoint) continue;
    const named = await Promise.all([...counts.values()].map((count) => name(count, endpoint)));
    rows.push(...united(named).map((count) => toRow(count, endpoint)));
  }
  return rows;
}

/** Finds out whose a token is that nobody looked up. Of another project nobody is named here (security: T97). */
async function name(count: Count, { projectId }: Place): Promise<Count> {
  const { first, isOthers } = count;
  if (first.token === null || isOthers) return count;
  const principal = await findPrincipal(first.token).catch((error: unknown) => {
    log().warn({ err: error }, "whose a refused request was, could not be asked");
    return null;
  });
  if (principal?.projectId !== projectId) return count;
  const { userId, userName, clientId, clientName, grantId } = principal;
  const sender = { userId, userName, clientId, clientName, grantId };
  return { ...count, first: { ...first, sender } };
}

/** Tokens that were nobody's tell their senders apart no longer. */
function united(counts: readonly Count[]): Count[] {
  const all = new Map<string, Count>();
  for (const count of counts) {
    const { sender, address, code, method, era } = count.first;
    const who = count.isOthers ? "others" : (sender?.grantId ?? address);
    const key = `${who} ${code} ${method} ${era}`;
    const same = all.get(key);
    if (!same) {
      all.set(key, count);
      continue;
    }
    const first = same.first.at <= count.first.at ? same.first : count.first;
    const last = same.last >= count.last ? same.last : count.last;
    all.set(key, { ...same, first, last, attempts: same.attempts + count.attempts });
  }
  return [...all.values()];
}

const nobody: Sender = {
  ...{ userId: null, userName: null, clientId: null, clientName: null, grantId: null },
};

function toRow(count: Count, endpoint: Place): Unwritten {
  const { first, last, attempts, isOthers } = count;
  const { requestId, at, method, era, reason, code, outcome } = first;
  return {
    message: {
      // The first one's: an id carries its time.
      ...{ id: requestId, requestId, startedAt: at },
      ...{ projectId: endpoint.projectId, endpointId: endpoint.id, endpointName: endpoint.name },
      ...{ serverId: null, serverName: null, toolName: null, upstreamTool: null, sessionId: null },
      ...(isOthers ? nobody : (first.sender ?? nobody)),
      ...{ method, era, requestBytes: 0 },
    },
    ended: {
      ...{ decision: "denied", decisionReason: reason, outcome, errorCode: code },
      errorMessage: sentence(count),
      ...{ durationMs: 0, responseBytes: 0, attempts, finishedAt: last },
    },
  };
}

function sentence({ first, isOthers }: Count): string {
  if (isOthers) return `${first.message} Sent by more than are told apart.`;
  if (first.sender || first.address === null) return first.message;
  return `${first.message} Sent from ${first.address}.`;
}
