// Pure: which pieces of four characters a text has, each as a number; and which blocks of calls have which, as bits.

/** Numbers that pieces are given: enough that a block has about a third of them, with an address or a key in every call. */
const gramCount = 65_536;

/** Calls of one block: what is read at least for one match. */
export const perBlock = 128;
/** Blocks that one digest tells apart. */
export const blockCount = 128;
export const bytesPerGram = blockCount / 8;

/**
 * Notes every piece of four ASCII characters, letters in lower case. Whatever the database finds in a text without regard
 * to case, the pieces of what was searched for are among those of the text: other characters are in no piece, and the two
 * that lower case turns into ASCII are taken for what they become.
 */
function markGrams(text: string, seen: Uint8Array): void {
  let window = 0;
  let length = 0;
  for (let index = 0; index < text.length; index++) {
    const code = lowered(text.charCodeAt(index));
    length = code < 0x80 ? length + 1 : 0;
    window = (window << 8) | code;
    if (length >= 4) seen[Math.imul(window, 0x9e3779b1) >>> 16] = 1;
  }
}

function lowered(code: number): number {
  if (code >= 0x41 && code <= 0x5a) return code | 0x20;
  if (code === 0x212a) return 0x6b;
  return code === 0x130 ? 0x69 : code;
}

/** Enough to tell texts apart; reading more costs more than it saves. */
const mostGrams = 12;

/** The pieces that a text must have to contain this one, spread over it; none for one that is too short to tell. */
export function gramsOf(text: string): number[] {
  const seen = new Uint8Array(gramCount);
  // In what was searched for these two may stand for themselves.
  markGrams(text.replace(/[\u212a\u0130]/g, "\u0080"), seen);
  const grams: number[] = [];
  for (let gram = seen.indexOf(1); gram >= 0; gram = seen.indexOf(1, gram + 1)) grams.push(gram);
  const step = Math.max(1, grams.length / mostGrams);
  return Array.from(
    { length: Math.min(grams.length, mostGrams) },
    (_, index) => grams[Math.floor(index * step)] ?? 0,
  );
}

/** Which pieces occur in which block. */
export class Bits {
  readonly bytes = new Uint8Array(gramCount * bytesPerGram);
  private readonly seen = new Uint8Array(gramCount);

  /** A text of the block that is under way. */
  add(text: string): void {
    markGrams(text, this.seen);
  }

  /** The block is whole. Apart from `add`, which so writes to a few pages of memory only. */
  end(block: number): void {
    const { bytes, seen } = this;
    const [place, bit] = [block >> 3, 1 << (block & 7)];
    for (let gram = 0; gram < gramCount; gram++) {
      if (seen[gram] === 0) continue;
      const at = gram * bytesPerGram + place;
      bytes[at] = (bytes[at] ?? 0) | bit;
    }
    seen.fill(0);
  }
}

/** Blocks that have all of these pieces, given the bits of each, one after the other. */
export function inAll(slices: Uint8Array): Uint8Array {
  const each = Array.from({ length: slices.length / bytesPerGram }, (_, index) =>
    slices.subarray(index * bytesPerGram, (index + 1) * bytesPerGram),
  );
  return both(each);
}

/** Blocks that are in each set. */
export function both(sets: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from({ length: bytesPerGram }, (_, place) =>
    sets.reduce((bits, set) => bits & (set[place] ?? 0), 0xff),
  );
}

/** Blocks that are in any set. */
export function either(sets: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from({ length: bytesPerGram }, (_, place) =>
    sets.reduce((bits, set) => bits | (set[place] ?? 0), 0),
  );
}

/** The blocks of a set, by number. */
export function blocksIn(set: Uint8Array): number[] {
  return Array.from({ length: blockCount }, (_, block) => block).filter(
    (block) => (set[block >> 3] ?? 0) & (1 << (block & 7)),
  );
}
