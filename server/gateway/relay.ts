// In: the notifications of a call as the server sends them. Out: those its client may have, in their order. Promises that
// each is filtered as a whole message, and that one the redactor could not read is left out.
import { memberAt, stringOf } from "@/server/core/json-edit";
import { scanJson } from "@/server/core/json-scan";
import type { Exchange } from "@/server/gateway/exchange";
import { isLogAt, logLevelOf } from "@/server/gateway/log-level";
import { reportFault } from "@/server/gateway/redact-fault";
import { redactMessage } from "@/server/gateway/redact-json";
import type { Started } from "@/server/gateway/start";
import type { JsonRedaction } from "@/server/pii/redact-json";

export class Relay {
  private last: Promise<void> | null = null;
  private readonly logLevel: string | null | undefined;

  constructor(
    private readonly started: Started,
    private readonly exchange: Exchange,
  ) {
    this.logLevel = logLevelOf(started.era, started.params);
  }

  /** Progress of this call, and log messages as far as the client wants them; nothing else a server may tell. */
  pass(raw: string): void {
    if (!isProgress(raw) && !isLogAt(raw, this.logLevel)) return;
    const types = this.started.snapshot.filters.response;
    if (!types) this.exchange.notify(raw);
    else this.last = this.follow(this.last, redactMessage(raw, types));
  }

  /** Resolves when all that came has been passed on; the answer comes after it. */
  async settled(): Promise<void> {
    await this.last;
  }

  private async follow(
    earlier: Promise<void> | null,
    filtering: Promise<JsonRedaction>,
  ): Promise<void> {
    const [, filtered] = await Promise.allSettled([earlier, filtering]);
    if (filtered.status === "fulfilled") this.exchange.notify(filtered.value.text);
    else reportFault(filtered.reason, this.started, "notification");
  }
}

/** Its own method says so, and not a text that mentions it. */
function isProgress(raw: string): boolean {
  if (!raw.includes('"notifications/progress"')) return false;
  const root = scanJson(raw, { levels: 1, maxDepth: Number.POSITIVE_INFINITY });
  return stringOf(raw, memberAt(raw, root, "method")) === "notifications/progress";
}
