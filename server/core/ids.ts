// Identifiers and tokens. Ids are UUIDv7 (RFC 9562 §5.7), so that newer rows sort after older ones.
import { hash, randomBytes, randomFillSync } from "node:crypto";

/** A UUIDv7: 48 bits of milliseconds, then 74 random bits. */
export function newId(now: number = Date.now()): string {
  const bytes = nextRandom();
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

// Ids are made several times a call and are no secrets: asking the system for bytes once per 256 ids is enough.
const reserve = Buffer.alloc(4_096);
let used = reserve.length;

function nextRandom(): Buffer {
  if (used === reserve.length) {
    randomFillSync(reserve);
    used = 0;
  }
  used += 16;
  return reserve.subarray(used - 16, used);
}

/** An unguessable token, base64url. 32 bytes unless told. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString("base64url");
}

/** SHA-256 in hex: how tokens are kept and looked up. */
export function sha256(text: string): string {
  return hash("sha256", text, "hex");
}

const alphabet = "abcdefghijkmnpqrstuvwxyz23456789";

/** Ten random letters and digits without look-alikes: 50 bits, so an address cannot be guessed from a name. */
export function newSlug(): string {
  return Array.from(randomBytes(10), (byte) => alphabet[byte % 32]).join("");
}

/** "Support tools (EU)" becomes "support-tools-eu"; at most 40 characters, empty when nothing is left. */
export function slugify(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-+|-+$/g, "");
}
