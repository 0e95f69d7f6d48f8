// Pure: what each call of a digest is, as numbers of 16 bits, and which blocks a filter of several facets leaves. Different
// names may get the same number, so a block that is left need not have a match; one that is not left has none.
import { bytesPerGram } from "@/server/activity/digest/grams";
import type { Scope } from "@/server/activity/filter";
import { type CallFilter, type Outcome, outcomes, toOutcome } from "@/server/activity/schema";

/** In the order they are kept; those that tell most apart are asked first. */
const columns = [
  "userId",
  "toolName",
  "clientName",
  "serverId",
  "endpointId",
  "method",
  "end",
  "ms",
] as const;
type Column = (typeof columns)[number];

const bytesPerCode = 2;

export type FacetRow = {
  userId: string | null;
  toolName: string | null;
  clientName: string | null;
  serverId: string | null;
  endpointId: string;
  method: string;
  outcome: string;
  isRedacted: boolean;
  durationMs: number;
};

/** What a name comes to; FNV-1a. */
function codeOfName(name: string | null): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < (name?.length ?? 0); index++)
    hash = Math.imul(hash ^ (name?.charCodeAt(index) ?? 0), 0x01000193);
  return hash >>> 16;
}

const codeOfEnd = (outcome: Outcome, isRedacted: boolean) =>
  2 * outcomes.indexOf(outcome) + Number(isRedacted);

const single = new DataView(new ArrayBuffer(4));

/** The upper half of its float of 32 bits: never less for a longer time. */
function codeOfMs(ms: number): number {
  single.setFloat32(0, Math.max(0, ms));
  return single.getUint16(0);
}

/** The numbers of a digest's calls, written one call after the other. */
export class Facets {
  private readonly codes: number[][] = [];

  add(row: FacetRow): void {
    this.codes.push([
      codeOfName(row.userId),
      codeOfName(row.toolName),
      codeOfName(row.clientName),
      codeOfName(row.serverId),
      codeOfName(row.endpointId),
      codeOfName(row.method),
      codeOfEnd(toOutcome(row.outcome), row.isRedacted),
      codeOfMs(row.durationMs),
    ]);
  }

  /** Each column whole, so that a search reads only those it asks about. */
  get bytes(): Buffer {
    const { codes } = this;
    const bytes = Buffer.alloc(columns.length * codes.length * bytesPerCode);
    for (const [call, row] of codes.entries())
      for (const [column, code] of row.entries())
        bytes.writeUInt16LE(code, (column * codes.length + call) * bytesPerCode);
    return bytes;
  }
}

/** What must hold of one column: for each number whether it does, as 1 or 0. */
type Test = { column: Column; holds: Uint8Array };

/** What must hold of a call that the filter lists; more may hold it. */
export type FacetTests = readonly Test[];

const codeCount = 65_536;

export function facetTests({ endpoints }: Scope, filter: CallFilter): FacetTests {
  const equal = [
    // As the database writes an id.
    ["userId", filter.personId?.toLowerCase()],
    ["toolName", filter.tool],
    ["clientName", filter.client],
    ["serverId", filter.serverId?.toLowerCase()],
    ["endpointId", filter.endpointId?.toLowerCase()],
    ["method", filter.method],
  ] as const;
  const tests = equal.flatMap(([column, name]) => (name ? [oneOf(column, [name])] : []));
  if (endpoints) tests.push(oneOf("endpointId", endpoints));
  return [...tests, ...endTests(filter), ...durationTests(filter)];
}

function oneOf(column: Column, names: readonly string[]): Test {
  const holds = new Uint8Array(codeCount);
  for (const name of names) holds[codeOfName(name)] = 1;
  return { column, holds };
}

function endTests({ outcome, only, error }: CallFilter): Test[] {
  const wrong = only?.includes("errors") || error;
  const redacted = only?.includes("redacted");
  if (!outcome?.length && !wrong && !redacted) return [];
  const holds = new Uint8Array(codeCount);
  for (const one of outcomes) {
    if ((outcome?.length && !outcome.includes(one)) || (wrong && one === "ok")) continue;
    for (const isRedacted of redacted ? [true] : [true, false])
      holds[codeOfEnd(one, isRedacted)] = 1;
  }
  return [{ column: "end", holds }];
}

function durationTests({ minMs, maxMs }: CallFilter): Test[] {
  if (minMs == null && maxMs == null) return [];
  const [least, most] = [codeOfMs(minMs ?? 0), maxMs == null ? codeCount : codeOfMs(maxMs)];
  return [{ column: "ms", holds: new Uint8Array(codeCount).fill(1, least, most + 1) }];
}

/** SQL for the bytes that `blocksWith` reads, of a digest's columns `facets` and `calls`. */
export function facetSlices(tests: FacetTests): string {
  const slices = columnsOf(tests).map((column) => {
    const begin = `${columns.indexOf(column) * bytesPerCode} * "calls"`;
    return `substring("facets" FROM ${begin} + 1 FOR ${bytesPerCode} * "calls")`;
  });
  return ["''::bytea", ...slices].join(" || ");
}

function columnsOf(tests: FacetTests): Column[] {
  const asked = new Set(tests.map(({ column }) => column));
  return columns.filter((column) => asked.has(column));
}

/** Blocks with a call that all tests hold for, as bits; `firsts` has the number of each block's first call. */
export function blocksWith(
  tests: FacetTests,
  slices: Buffer,
  firsts: readonly number[],
): Uint8Array {
  const asked = columnsOf(tests);
  const calls = slices.length / asked.length / bytesPerCode;
  const places = tests.map(({ column, holds }) => ({ at: asked.indexOf(column) * calls, holds }));
  // Five million calls are asked in one search: nothing is called back for each.
  const codes = new DataView(slices.buffer, slices.byteOffset, slices.length);
  const matches = (call: number): boolean => {
    for (const { at, holds } of places)
      if (holds[codes.getUint16((at + call) * bytesPerCode, true)] === 0) return false;
    return true;
  };
  const blocks = new Uint8Array(bytesPerGram);
  for (const [block, first] of firsts.entries()) {
    const end = firsts[block + 1] ?? calls;
    let call = first;
    while (call < end && !matches(call)) call++;
    if (call < end) blocks[block >> 3] = (blocks[block >> 3] ?? 0) | (1 << (block & 7));
  }
  return blocks;
}
