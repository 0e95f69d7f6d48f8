// In: the ring, and a project's data key as it is stored or a secret of the installation. Out: the key or text in clear,
// or the same under the active key. Promises to touch no database, and to name the key that is missing.
import { newId } from "@/server/core/ids";
import type { Ring } from "@/server/infra/keys";
import { type Binding, decrypt, encrypt, sealVersion } from "@/server/infra/seal-cipher";

/** A secret of no project. Another table must be added to `shelves`, or a rotation would miss it: the compiler says so. */
export type InstallationBinding =
  | readonly [table: "InstanceSetting", column: "value", key: string]
  | readonly [table: "OAuthClient", column: "secret", clientId: string];

/** The key something was sealed with is not in ENCRYPTION_KEYS of this process. */
export class MissingKey extends Error {
  constructor(readonly keyId: string) {
    super(`the key ${keyId} is not in ENCRYPTION_KEYS`);
  }
}

export type WrappedKey = { id: string; projectId: string; keyId: string; wrapped: string };

/** Throws `MissingKey`, or an Error when the row was changed or moved. */
export function unwrapKey(ring: Ring, row: WrappedKey): Buffer {
  const text = decrypt(ringKey(ring, row.keyId), row.wrapped, wrapBinding(row));
  return Buffer.from(text, "base64url");
}

export function wrapKey(ring: Ring, key: Buffer, row: Pick<WrappedKey, "id" | "projectId">) {
  const { active } = ring;
  const wrapped = encrypt(active.key, key.toString("base64url"), wrapBinding(row));
  return { keyId: active.id, wrapped };
}

export function wrapBinding(row: Pick<WrappedKey, "id" | "projectId">): Binding {
  return ["DataKey", "wrapped", row.id, row.projectId];
}

/** Format: v1.i.<key id>.<nonce>.<ciphertext>.<tag>. */
export function sealWithRing(ring: Ring, plaintext: string, binding: Binding): string {
  const { id, key } = ring.active;
  return `${sealVersion}.i.${id}.${encrypt(key, plaintext, binding)}`;
}

/** Throws `MissingKey`, or an Error when the text was changed or belongs elsewhere. */
export function openWithRing(ring: Ring, sealed: string, binding: Binding): string {
  const [version, scope, keyId = "", ...rest] = sealed.split(".");
  if (version !== sealVersion || scope !== "i") throw new Error("unknown format");
  return decrypt(ringKey(ring, keyId), rest.join("."), binding);
}

function ringKey(ring: Ring, id: string): Buffer {
  const found = ring.byId.get(id);
  if (!found) throw new MissingKey(id);
  return found.key;
}

/** The columns of a new row of DataKey; `key` is 32 random bytes. */
export function newWrappedKey(ring: Ring, projectId: string, key: Buffer): WrappedKey {
  const id = newId();
  return { id, projectId, ...wrapKey(ring, key, { id, projectId }) };
}
