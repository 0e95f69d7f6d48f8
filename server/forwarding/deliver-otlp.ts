// In: calls. Out: one ExportLogsServiceRequest of OTLP 1.9 over HTTP, in JSON, and what the collector said of it.
import {
  type Attributes,
  attributesOf,
  type Outbound,
  sentenceOf,
  type Value,
} from "@/server/forwarding/attributes";
import type { Destination } from "@/server/forwarding/destination";
import { type Answered, type Delivery, later, taken } from "@/server/forwarding/send";
import { version } from "@/server/infra/version";

/** By how a call ended: INFO, WARN where somebody was kept from something, ERROR where something did not work. */
const severities: Record<string, readonly [number, string]> = {
  ok: [9, "INFO"],
  tool_error: [13, "WARN"],
  denied: [13, "WARN"],
  cancelled: [13, "WARN"],
  revoked: [13, "WARN"],
};
const severe = [17, "ERROR"] as const;

/** One LogRecord, as text. */
export function toLogRecord(call: Outbound): string {
  const { row } = call;
  return logRecord({
    eventName: "gatehouse.call",
    at: row.startedAt,
    observedAt: row.finishedAt,
    severity: severities[row.outcome] ?? severe,
    body: sentenceOf(call),
    attributes: attributesOf(call),
  });
}

type LogRecord = {
  eventName: string;
  at: Date;
  observedAt: Date;
  severity: readonly [number, string];
  body: string;
  attributes: Attributes;
};

function logRecord({ at, observedAt, severity, body, eventName, attributes }: LogRecord): string {
  return JSON.stringify({
    timeUnixNano: toNanos(at),
    observedTimeUnixNano: toNanos(observedAt),
    severityNumber: severity[0],
    severityText: severity[1],
    eventName,
    body: { stringValue: body },
    attributes: keyValues(attributes),
  });
}

/** A record that is no call, for trying a destination. */
export function testLogRecord(now: Date): string {
  const attributes = { "gatehouse.test": true };
  const body = "A test event from Gatehouse. It stands for no call.";
  const when = { at: now, observedAt: now };
  return logRecord({
    ...when,
    eventName: "gatehouse.test",
    severity: [9, "INFO"],
    body,
    attributes,
  });
}

/** The request around records that are written already. */
export function exportRequest(
  { projectId, projectSlug, projectName }: Destination,
  records: readonly string[],
): string {
  const resource = keyValues({
    "service.name": "gatehouse",
    "service.version": version(),
    "gatehouse.project": projectSlug,
    "gatehouse.project.id": projectId,
    "gatehouse.project.name": projectName,
  });
  const scope = { name: "gatehouse.activity", version: version() };
  const head = `{"resourceLogs":[{"resource":${JSON.stringify({ attributes: resource })}`;
  return `${head},"scopeLogs":[{"scope":${JSON.stringify(scope)},"logRecords":[${records.join()}]}]}]}`;
}

/** 64-bit integers are strings in OTLP's JSON, whole numbers too. */
function toNanos(at: Date): string {
  return `${at.getTime()}000000`;
}

function keyValues(attributes: Attributes) {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: Value) {
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "string") return { stringValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

/**
 * An ExportLogsServiceResponse, or nothing at all, is an acknowledgment. What a collector reports as rejected must not
 * be sent again (partial success). A page in HTML is not one: something else stands at the address.
 */
export function readExportAnswer({ text, contentType, status }: Answered): Delivery {
  if (text.trim() === "" || /protobuf/i.test(contentType)) return taken;
  const answer = parse(text);
  if (answer === null)
    return later(`HTTP ${status}, but not in the words of OTLP: something else may answer here.`);
  const partial = fieldOf(answer, "partialSuccess");
  const rejected = Math.max(0, Number(fieldOf(partial, "rejectedLogRecords") ?? 0) || 0);
  const said = fieldOf(partial, "errorMessage");
  const reason = typeof said === "string" && said !== "" ? visible(said) : null;
  return { taken: true, rejected, reason };
}

function parse(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

/** A collector's own words are shown to administrators, short and on one line. */
function visible(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ").slice(0, 300);
}
