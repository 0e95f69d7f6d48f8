// A receiver of forwarded calls, as its author would write it: knows the documents of both formats and nothing of ours.
import type { ServerResponse } from "node:http";
import { type Recorded, serveRecorded } from "@/server/testing/recorded-http";

export type Received = { id: string; seq: number; previous: number | null; writer: string };

export type Receiver = {
  url: string;
  hostPort: string;
  requests: Recorded[];
  /** The calls of all requests that were answered with success, in order. */
  calls: Received[];
  /** Sockets accepted so far. */
  connections(): number;
  close(): Promise<void>;
};

type Answer = (response: ServerResponse, request: Recorded) => void | Promise<void>;

/** Takes everything unless told otherwise; what `answer` ends with 2xx counts as taken. */
export async function startReceiver(answer: Answer = accept): Promise<Receiver> {
  const calls: Received[] = [];
  const http = await serveRecorded(async (request, response) => {
    await answer(response, request);
    if (response.statusCode < 300 && response.headersSent) calls.push(...callsOf(request.body));
  });
  return { ...http, url: `${http.origin}/v1/logs`, calls, close: http.close };
}

export function accept(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json" }).end("{}");
}

/** Answers with this status and nothing else. */
export function answerWithStatus(status: number, headers: Record<string, string> = {}): Answer {
  return (response) => void response.writeHead(status, headers).end();
}

type Attribute = { key: string; value: Record<string, string | number | boolean> };
type LogRecord = { attributes: Attribute[] };
type Export = { resourceLogs: { scopeLogs: { logRecords: LogRecord[] }[] }[] };
type Event = { type: string; data: { calls?: { attributes: Record<string, unknown> }[] } };

/** Reads a body of either kind; a test event holds no calls. */
export function callsOf(body: string): Received[] {
  return attributesIn(body)
    .filter((attributes) => "gatehouse.call.id" in attributes)
    .map((attributes) => ({
      id: String(attributes["gatehouse.call.id"]),
      seq: Number(attributes["gatehouse.record.seq"]),
      previous: numberOrNull(attributes["gatehouse.record.previous"]),
      writer: String(attributes["gatehouse.record.writer"]),
    }));
}

function numberOrNull(value: unknown): number | null {
  return value === undefined ? null : Number(value);
}

/** The attributes of every record of a body of either kind. */
export function attributesIn(body: string): Record<string, unknown>[] {
  const parsed = JSON.parse(body) as Partial<Export & Event>;
  if (parsed.data) return (parsed.data.calls ?? []).map(({ attributes }) => attributes);
  const records = (parsed.resourceLogs ?? []).flatMap(({ scopeLogs }) =>
    scopeLogs.flatMap(({ logRecords }) => logRecords),
  );
  return records.map(({ attributes }) =>
    Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]])),
  );
}
