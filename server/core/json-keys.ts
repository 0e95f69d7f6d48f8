// In: the keys of the objects that are open, as they come. Out: where each ends. Promises that no object has a key
// twice, at a cost that does not grow with hostile input: hashes of few keys are compared, many keys go to a set.
import { endOfString, JsonFault } from "./json-tokens";

/** Up to here a key's hash is compared with each before it. */
const fewKeys = 48;

/** Members one object may have; more is hostile, and only costs. */
const maxKeys = 50_000;

export class OpenKeys {
  /** One stack for all open objects: hash and place of every key read so far. */
  private readonly hashes: number[] = [];
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly bases: number[] = [];
  private readonly sets: (Set<string> | null)[] = [];
  private count = 0;

  constructor(private readonly text: string) {}

  openObject(): void {
    this.bases.push(this.count);
    this.sets.push(null);
  }

  closeObject(): void {
    this.count = this.bases.pop() ?? 0;
    this.sets.pop();
  }

  /** `from` stands on the opening quote of a key; returns the index behind the closing one. Throws `JsonFault`. */
  read(from: number): number {
    const { text } = this;
    if (text.charCodeAt(from) !== 34) throw new JsonFault("syntax", from);
    let at = from + 1;
    let hash = 0;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === 34) break;
      // Escapes, surrogates and faults are rare in keys: the careful reader sees to them.
      if (code === 92 || code >= 0xd800 || !(code >= 32)) return this.readCarefully(from);
      hash = (Math.imul(hash, 31) + code) | 0;
      at++;
    }
    const set = this.sets[this.sets.length - 1];
    if (set) this.addToSet(set, text.slice(from + 1, at), from);
    else this.add(hash, from, at + 1);
    return at + 1;
  }

  private readCarefully(from: number): number {
    const end = endOfString(this.text, from);
    const set = this.sets[this.sets.length - 1] ?? this.toSet();
    this.addToSet(set, decodeKey(this.text, from, end), from);
    return end;
  }

  private add(hash: number, from: number, end: number): void {
    const { hashes, count, text } = this;
    const base = this.bases[this.bases.length - 1] ?? 0;
    for (let index = base; index < count; index++)
      if (hashes[index] === hash && this.keyAt(index) === text.slice(from + 1, end - 1))
        throw new JsonFault("duplicate_key", from);
    hashes[count] = hash;
    this.starts[count] = from;
    this.ends[count] = end;
    this.count = count + 1;
    if (this.count - base > fewKeys) this.toSet();
  }

  private addToSet(set: Set<string>, key: string, from: number): void {
    if (set.has(key)) throw new JsonFault("duplicate_key", from);
    if (set.size >= maxKeys) throw new JsonFault("too_many", from);
    set.add(key);
  }

  /** The keys of the innermost object, from now on as a set. */
  private toSet(): Set<string> {
    const set = new Set<string>();
    const base = this.bases[this.bases.length - 1] ?? 0;
    for (let index = base; index < this.count; index++) set.add(this.keyAt(index));
    this.sets[this.sets.length - 1] = set;
    return set;
  }

  private keyAt(index: number): string {
    return this.text.slice((this.starts[index] ?? 0) + 1, (this.ends[index] ?? 0) - 1);
  }
}

/** The key between two quotes, its escapes resolved. */
export function decodeKey(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end - 1);
  if (!raw.includes("\\")) return raw;
  const value: unknown = JSON.parse(text.slice(start, end));
  return String(value);
}
