import type { StopSignal } from "@/server/core/stop";
import type { Batch } from "@/server/forwarding/batch";
import { exportRequest, readExportAnswer, testLogRecord } from "@/server/forwarding/deliver-otlp";
import { deliveryId, testBody, webhookBody } from "@/server/forwarding/deliver-webhook";
import { type Destination, type Opened, socketsOf } from "@/server/forwarding/destination";
import { type Delivery, type Outgoing, send } from "@/server/forwarding/send";
import { signatureHeaders } from "@/server/forwarding/sign";

type Sending = { destination: Destination; opened: Opened; now: Date; signal?: StopSignal };

/** Sends a batch that holds calls. Throws nothing: what went wrong is a delivery that was not taken. */
export function deliver(sending: Sending, { records, last }: Batch): Promise<Delivery> {
  const { destination, now } = sending;
  const body =
    destination.kind === "otlp"
      ? exportRequest(destination, records)
      : webhookBody(destination, records, last?.finishedAt ?? now);
  return deliverBody(sending, body);
}

/** Sends what stands for no call, in the same way. */
export function deliverTest(sending: Sending): Promise<Delivery> {
  const { destination, now } = sending;
  const body =
    destination.kind === "otlp" ? exportRequest(destination, [testLogRecord(now)]) : testBody(now);
  return deliverBody(sending, body);
}

function deliverBody(sending: Sending, body: string): Promise<Delivery> {
  const { destination, opened, now, signal } = sending;
  const own = Object.fromEntries(
    opened.headers.map(({ name, value }) => [name.toLowerCase(), value]),
  );
  const request: Outgoing = {
    url: destination.url,
    headers: { ...own, "content-type": "application/json" },
    body,
    credentialKey: socketsOf(destination),
    signal,
  };
  if (destination.kind === "otlp") return send(request, readExportAnswer);
  const id = deliveryId(destination, body);
  const seconds = Math.floor(now.getTime() / 1_000);
  const signed = signatureHeaders({ id, seconds, body }, opened.secrets);
  return send({ ...request, headers: { ...request.headers, ...signed } });
}
