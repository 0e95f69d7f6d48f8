// In: a key, a text and the place it is bound to. Out: nonce, ciphertext and tag as text, and back. Promises AES-256-GCM
// with whole tags only, and that what was made for one place opens at no other.
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** Names the place of a value: table, column, row, project, owner. */
export type Binding = readonly [table: string, column: string, row: string, ...rest: string[]];

/** The first part of every sealed text, and of what it is bound to. */
export const sealVersion = "v1";

/** Returns `<nonce>.<ciphertext>.<tag>`, each base64url; another nonce every time. */
export function encrypt(key: Buffer, plaintext: string, binding: Binding): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(associated(binding));
  const text = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()]);
  return [nonce, text, cipher.getAuthTag()].map((part) => part.toString("base64url")).join(".");
}

/** Throws an ordinary Error when anything was cut, added or changed, or the place is another. */
export function decrypt(key: Buffer, sealed: string, binding: Binding): string {
  const [nonce, text, tag, ...more] = sealed
    .split(".")
    .map((part) => Buffer.from(part, "base64url"));
  // Node would accept a tag of four bytes, which is guessed in no time (NIST SP 800-38D, appendix C).
  if (nonce?.length !== 12 || tag?.length !== 16 || !text || more.length > 0)
    throw new Error("damaged");
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: 16 });
  decipher.setAAD(associated(binding));
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(text), decipher.final()]).toString("utf8");
}

function associated(binding: Binding): Buffer {
  // JSON rather than a joined string: no two bindings share an encoding.
  return Buffer.from(JSON.stringify([sealVersion, ...binding]));
}
