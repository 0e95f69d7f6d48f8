// Labelled texts from templates: each says its kind, so that what is not found right can be looked at by kind.
import type { Labelled } from "./pii-corpus";
import { parts, pick } from "./pii-parts";
import { harmless, type Kind, mixed } from "./pii-templates";
import { type Draw, random } from "./pii-texts";

export type Record = Labelled & { kind: string };

const hole = /\{([a-z0-9]+)\}/;

function fill(draw: Draw, template: string, kind: string): Record {
  const record: Record = { kind, text: "", entities: [] };
  // Split at holes, every other piece is the name of one.
  template.split(hole).forEach((piece, index) => {
    const part = index % 2 === 1 ? parts[piece] : undefined;
    if (index % 2 === 1 && !part) throw new Error(`No part is named ${piece}.`);
    const value = part ? part.make(draw) : piece;
    const start = record.text.length;
    record.text += value;
    if (part?.type) record.entities.push({ type: part.type, start, end: record.text.length });
  });
  return record;
}

function one(draw: Draw, prefix: string, kinds: readonly Kind[]): Record {
  const kind = pick(draw, kinds);
  return fill(draw, pick(draw, kind.texts), `${prefix} ${kind.name}`);
}

/** As many texts, the same for the same seed; four in ten hold nothing. */
export function records(count: number, seed: number): Record[] {
  const draw = random(seed);
  return Array.from({ length: count }, (_, index) =>
    index % 5 < 2 ? one(draw, "harmless", harmless) : one(draw, "mixed", mixed),
  );
}
