// In: what a client says of log messages. Out: which of a server's it may have. Promises a client of 2026-07-28 none that it
// did not ask for in the request itself, and one of 2025 none below the level it set; until it sets one, the server decides.
import { memberAt, stringOf } from "@/server/core/json-edit";
import { scanJson } from "@/server/core/json-scan";
import { keepLogLevel } from "@/server/endpoints/mcp-sessions";
import type { Era } from "@/server/gateway/era";
import type { Reply } from "@/server/gateway/inbound";
import type { Admitted } from "@/server/gateway/limits";
import { Refusal } from "@/server/gateway/refusal";
import { jsonReply, resultMessage } from "@/server/gateway/reply";
import type { OwnAction } from "@/server/gateway/route";
import { metaKeys } from "@/server/gateway/versions";

/** RFC 5424 §6.2.1, the least severe first. */
const levels = "debug info notice warning error critical alert emergency".split(" ");

const logMethod = "notifications/message";
const unbounded = { levels: 2, maxDepth: Number.POSITIVE_INFINITY };

function rankOf(level: string | null | undefined): number {
  return levels.indexOf(level ?? "");
}

/** logging/setLevel (2025-11-25, Logging). Throws `Refusal` -32602 for a level there is not. */
export async function setLogLevel(admitted: Admitted<OwnAction>): Promise<Reply> {
  const { action, text, era } = admitted;
  const level = action.params ? stringOf(text, memberAt(text, action.params, "level")) : undefined;
  if (level === undefined || rankOf(level) < 0)
    throw new Refusal(200, -32602, `Invalid params: level must be one of ${levels.join(", ")}.`, {
      id: action.id,
    });
  if (era.kind === "E25" && era.session) await keepLogLevel(era.session.id, level);
  return jsonReply(resultMessage(action.id, "{}"));
}

/** The level of a call: what its client asked for; `null` leaves it to the server, `undefined` wants none. */
export function logLevelOf(era: Era, params: string): string | null | undefined {
  if (era.kind === "E25") {
    const set = era.session?.logLevel;
    return set && rankOf(set) >= 0 ? set : null;
  }
  if (!params.includes(metaKeys.logLevel)) return undefined;
  return stringOf(
    params,
    memberAt(params, scanJson(params, unbounded), "_meta", metaKeys.logLevel),
  );
}

/** Whether a notification is a log message of at least that level. */
export function isLogAt(raw: string, level: string | null | undefined): boolean {
  if (level === undefined || !raw.includes(logMethod)) return false;
  const root = scanJson(raw, unbounded);
  if (stringOf(raw, memberAt(raw, root, "method")) !== logMethod) return false;
  const least = level === null ? 0 : rankOf(level);
  return least >= 0 && rankOf(stringOf(raw, memberAt(raw, root, "params", "level"))) >= least;
}
