// In: a secret and what it is bound to. Out: text safe to store. Promises AES-256-GCM with the binding as associated
// data, so that a value moved to another row, column or project does not open (security: T80), and never an empty string.
import { randomBytes } from "node:crypto";
import { LRUCache } from "lru-cache";
import { isDatabaseAway } from "@/server/core/database-away";
import { AppError } from "@/server/core/errors";
import { shared } from "@/server/core/shared";
import { db } from "@/server/infra/db";
import {
  type InstallationBinding,
  MissingKey,
  newWrappedKey,
  openWithRing,
  sealWithRing,
  unwrapKey,
  type WrappedKey,
  wrapBinding,
} from "@/server/infra/key-wrapping";
import { ring } from "@/server/infra/keys";
import { log } from "@/server/infra/log";
import { type Binding, decrypt, encrypt, sealVersion } from "@/server/infra/seal-cipher";

export type { Binding } from "@/server/infra/seal-cipher";

/**
 * Encrypts with the project's own data key. Format: v1.p.<data key id>.<nonce>.<ciphertext>.<tag>, base64url. Throws
 * as `unseal` does when the project's key does not open here: a second key beside it would split the project.
 */
export async function sealForProject(
  projectId: string,
  plaintext: string,
  binding: Binding,
): Promise<string> {
  const { id, key } = await activeDataKey(projectId);
  return `${sealVersion}.p.${id}.${encrypt(key, plaintext, binding)}`;
}

/** Encrypts with the installation's active key, for secrets of no project. Format: v1.i.<key id>.… */
export function sealForInstallation(plaintext: string, binding: InstallationBinding): string {
  return sealWithRing(ring(), plaintext, binding);
}

/**
 * Decrypts either kind. Throws `internal` with `details.reason` "unreadable" when the key is gone, the text damaged, or
 * it was sealed for another place; and what the database says when it is away, which is no loss.
 */
export async function unseal(sealed: string, binding: Binding): Promise<string> {
  try {
    return await openSealed(sealed, binding);
  } catch (error) {
    throw isDatabaseAway(error) ? error : unreadable(binding, error);
  }
}

async function openSealed(sealed: string, binding: Binding): Promise<string> {
  const [version, scope, keyId = "", ...rest] = sealed.split(".");
  if (version !== sealVersion) throw new Error("unknown format");
  if (scope !== "p") return openWithRing(ring(), sealed, binding);
  return decrypt(await dataKey(keyId), rest.join("."), binding);
}

function unreadable(binding: Binding, cause: unknown): AppError {
  const [table, column, row] = binding;
  log().error({ err: cause, table, column, row }, "a stored secret cannot be opened");
  const [subject, remedy] =
    table === "DataKey"
      ? ["The key of this project", "An administrator of the installation has to restore it."]
      : ["A stored secret", "Enter it again, or restore the key."];
  if (cause instanceof MissingKey)
    return new AppError(
      "internal",
      `${subject} cannot be opened: it needs the key ${cause.keyId}, which is missing from ENCRYPTION_KEYS. An administrator of the installation has to put it back.`,
      { cause, details: { reason: "unreadable", missingKey: cause.keyId } },
    );
  return new AppError(
    "internal",
    `${subject} cannot be opened with the configured keys. ${remedy}`,
    {
      cause,
      details: { reason: "unreadable" },
    },
  );
}

const opened = () => shared("seal.dataKeys", () => new LRUCache<string, Buffer>({ max: 1_000 }));

async function dataKey(id: string): Promise<Buffer> {
  const cached = opened().get(id);
  if (cached) return cached;
  const row = await db().dataKey.findUnique({ where: { id } });
  if (!row) throw new Error("data key is gone");
  return remember(row.id, unwrapKey(ring(), row));
}

function remember(id: string, key: Buffer): Buffer {
  opened().set(id, key);
  return key;
}

async function activeDataKey(projectId: string): Promise<{ id: string; key: Buffer }> {
  const row = await db().dataKey.findFirst({
    where: { projectId, retiredAt: null },
    orderBy: { createdAt: "desc" },
  });
  if (row) return { id: row.id, key: openKey(row) };
  const key = randomBytes(32);
  const data = newWrappedKey(ring(), projectId, key);
  await db().dataKey.create({ data });
  return { id: data.id, key: remember(data.id, key) };
}

function openKey(row: WrappedKey): Buffer {
  try {
    return remember(row.id, unwrapKey(ring(), row));
  } catch (error) {
    const fault = unreadable(wrapBinding(row), error);
    const cached = opened().get(row.id);
    // Opened before its wrapping changed. The log has the alarm; refusing would lose what a service has just handed out,
    // and every process with the right keys can read what is sealed with it.
    if (cached) return cached;
    throw fault;
  }
}
