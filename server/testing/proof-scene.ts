// A record that was written as the gateway writes it, and somebody with the database in their hands.
import { lane, ownChains } from "@/server/activity/lane";
import { checkpoint } from "@/server/activity/proof/checkpoints";
import type { Finding } from "@/server/activity/proof/finding";
import { type Verification, verifyRecord } from "@/server/activity/proof/verify";
import {
  type Call,
  type Outcome,
  recordDenied,
  recordOutcome,
  recordStart,
} from "@/server/activity/record";
import { newId } from "@/server/core/ids";
import { pool } from "@/server/infra/pg";
import { makeRoom } from "@/server/testing/record-room";

export const ok: Outcome = {
  ...{ outcome: "ok", errorCode: null, errorMessage: null },
  ...{ durationMs: 12.625, upstreamMs: 0.1 + 0.2, responseBytes: 2 },
};

export class ProofScene {
  readonly projectId = newId();

  static async open(): Promise<ProofScene> {
    const scene = new ProofScene();
    await makeRoom(scene.projectId, 40);
    return scene;
  }

  call(change: Partial<Call> = {}): Call {
    const id = newId();
    return {
      ...{ id, startedAt: new Date(), projectId: this.projectId, endpointId: newId() },
      ...{ endpointName: "Tools “é” \u2028", serverId: newId(), serverName: "Everything" },
      ...{ method: "tools/call", toolName: "echo", upstreamTool: "echo", userId: newId() },
      ...{ userName: "Ada", clientId: "c", clientName: 'Claude \\ "x"', grantId: newId() },
      ...{ sessionId: null, era: "E25", requestBytes: 10, requestId: id },
      ...change,
    };
  }

  /** Calls with start, outcome and both payloads, one after the other. Returns their ids. */
  async add(count: number, change: Partial<Call> = {}): Promise<string[]> {
    const ids: string[] = [];
    for (let index = 0; index < count; index++) {
      const call = this.call(change);
      const started = await recordStart(call, `{"arguments":{"n":${index}}}`, [
        { side: "request", type: "EMAIL", path: "arguments.to", count: 1 },
      ]);
      await recordOutcome(started, ok, '{"content":[{"text":"ü"}]}', []);
      ids.push(call.id);
    }
    return ids;
  }

  async deny(): Promise<string> {
    const call = this.call({ serverId: null, serverName: null, upstreamTool: null });
    await recordDenied(call, "unknown_tool", "Unknown tool: x", "{}");
    return call.id;
  }

  async checkpoint(): Promise<void> {
    await lane().flushed();
    await checkpoint(await ownChains(), new Date());
  }

  verify(keptElsewhere: { number: number; body: string; mac: string }[] = []) {
    return verifyRecord({ keptElsewhere, onProgress: () => {} });
  }

  /** What was found in this project, the checkpoints' own faults included. */
  async found(keptElsewhere: { number: number; body: string; mac: string }[] = []) {
    const { findings } = await this.verify(keptElsewhere);
    return findings.all.filter(({ place }) => !place || place.projectId === this.projectId);
  }

  /** As somebody with every right at the database. */
  async tamper(text: string, values: readonly unknown[] = []): Promise<number> {
    return (await pool().query(text, [...values])).rowCount ?? 0;
  }
}

/** Kinds and calls, in the order found. */
export function said(findings: readonly Finding[]): [string, string | null][] {
  return findings.map(({ kind, callId }) => [kind, callId]);
}

export function reportOf(verification: Verification, projectId: string) {
  return verification.places.filter((place) => place.projectId === projectId);
}
