// Receivers and forwarders of one test, closed after it.
import { afterEach, vi } from "vitest";
import { Forwarder } from "@/server/forwarding/forwarder";
import { type Receiver, startReceiver } from "@/server/testing/receiver";

/** For a file of tests; `later` is closed with the rest, the last one first. */
export function forwardingStage() {
  const open: { close(): Promise<unknown> }[] = [];
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.close();
  });
  const later = (close: () => Promise<unknown>) => void open.push({ close });
  return { later, receive: receiveOn(later), forward: forwardOn(later) };
}

type Later = (close: () => Promise<unknown>) => void;

function receiveOn(later: Later) {
  return async (...given: Parameters<typeof startReceiver>): Promise<Receiver> => {
    const receiver = await startReceiver(...given);
    later(() => receiver.close());
    return receiver;
  };
}

/** Without chance, and looking often. */
function forwardOn(later: Later) {
  return (options: ConstructorParameters<typeof Forwarder>[0] = {}): Forwarder => {
    const forwarder = new Forwarder({ everyMs: 20, random: () => 1, ...options });
    later(() => forwarder.stop(0));
    return forwarder;
  };
}

/** On a machine that may be busy. */
export function eventually<T>(check: () => T | Promise<T>, timeout = 15_000): Promise<T> {
  return vi.waitFor(check, { timeout, interval: 20 });
}
