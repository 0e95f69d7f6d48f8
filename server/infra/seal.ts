// In: a secret and what it is bound to. Out: text safe to store. Promises AES-256-GCM with the binding as associated
// data, so that a value moved to another row, column or project does not open (security: T80), and never an empty string.
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { LRUCache } from "lru-cache";
import { isDatabaseAway } from "@/server/core/database-away";
import { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { shared } from "@/server/core/shared";
import { db } from "@/server/infra/db";
import { ring } from "@/server/infra/keys";
import { log } from "@/server/infra/log";

/** Names the place of a value: table, column, row, project, owner. */
export type Binding = readonly [table: string, column: string, row: string, ...rest: string[]];

const version = "v1";

/** Encrypts with the project's own data key. Format: v1.p.<data key id>.<nonce>.<ciphertext>.<tag>, base64url. */
export async function sealForProject(
  projectId: string,
  plaintext: string,
  binding: Binding,
): Promise<string> {
  const { id, key } = await activeDataKey(projectId);
  return `${version}.p.${id}.${encrypt(key, plaintext, binding)}`;
}

/** Encrypts with the installation's active key, for secrets of no project. Format: v1.i.<key id>.… */
export function sealForInstallation(plaintext: string, binding: Binding): string {
  const { id, key } = ring().active;
  return `${version}.i.${id}.${encrypt(key, plaintext, binding)}`;
}

/** Decrypts either kind. Throws `internal` when the key is gone, the text damaged, or it was sealed for another place. */
export async function unseal(sealed: string, binding: Binding): Promise<string> {
  try {
    return await openSealed(sealed, binding);
  } catch (error) {
    throw isDatabaseAway(error) ? error : unreadable(binding, error);
  }
}

async function openSealed(sealed: string, binding: Binding): Promise<string> {
  const [found, scope, keyId = "", nonce = "", text = "", tag = ""] = sealed.split(".");
  if (found !== version) throw new Error("unknown format");
  const key = scope === "p" ? await dataKey(keyId) : installationKey(keyId);
  return decrypt(key, [nonce, text, tag], binding);
}

function encrypt(key: Buffer, plaintext: string, binding: Binding): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(associated(binding));
  const text = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()]);
  return [nonce, text, cipher.getAuthTag()].map((part) => part.toString("base64url")).join(".");
}

function decrypt(key: Buffer, parts: readonly string[], binding: Binding): string {
  const [nonce, text, tag] = parts.map((part) => Buffer.from(part, "base64url"));
  if (nonce?.length !== 12 || tag?.length !== 16 || !text) throw new Error("damaged");
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: 16 });
  decipher.setAAD(associated(binding));
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(text), decipher.final()]).toString("utf8");
}

function associated(binding: Binding): Buffer {
  // JSON rather than a joined string: no two bindings share an encoding.
  return Buffer.from(JSON.stringify([version, ...binding]));
}

function unreadable(binding: Binding, cause: unknown): AppError {
  log().error(
    { err: cause, table: binding[0], column: binding[1], row: binding[2] },
    "a stored secret cannot be opened",
  );
  return new AppError(
    "internal",
    "A stored secret cannot be opened with the configured keys. Enter it again, or restore the key.",
    { cause },
  );
}

function installationKey(id: string): Buffer {
  const found = ring().byId.get(id);
  if (!found) throw new Error(`key ${id} is not configured`);
  return found.key;
}

const opened = () => shared("seal.dataKeys", () => new LRUCache<string, Buffer>({ max: 1_000 }));

async function dataKey(id: string): Promise<Buffer> {
  const cached = opened().get(id);
  if (cached) return cached;
  const row = await db().dataKey.findUnique({ where: { id } });
  if (!row) throw new Error("data key is gone");
  return unwrap(row);
}

type Row = { id: string; projectId: string; keyId: string; wrapped: string };

function wrapBinding(row: Pick<Row, "id" | "projectId">): Binding {
  return ["DataKey", "wrapped", row.id, row.projectId];
}

function unwrap(row: Row): Buffer {
  const parts = row.wrapped.split(".");
  const plain = Buffer.from(
    decrypt(installationKey(row.keyId), parts, wrapBinding(row)),
    "base64url",
  );
  opened().set(row.id, plain);
  return plain;
}

function unwrapOrFail(row: Row): Buffer {
  try {
    return unwrap(row);
  } catch (error) {
    throw unreadable(wrapBinding(row), error);
  }
}

async function activeDataKey(projectId: string): Promise<{ id: string; key: Buffer }> {
  const row = await db().dataKey.findFirst({
    where: { projectId, retiredAt: null },
    orderBy: { createdAt: "desc" },
  });
  if (row) return { id: row.id, key: opened().get(row.id) ?? unwrapOrFail(row) };
  const id = newId();
  const key = randomBytes(32);
  const active = ring().active;
  const wrapped = encrypt(active.key, key.toString("base64url"), wrapBinding({ id, projectId }));
  await db().dataKey.create({ data: { id, projectId, keyId: active.id, wrapped } });
  opened().set(id, key);
  return { id, key };
}

const checkBinding: Binding = ["InstanceSetting", "value", "encryption_check"];

/** Fails the start, rather than corrupting later, when the configured keys are not those the stored data was sealed with. */
export async function verifyEncryptionKeys(): Promise<void> {
  const fresh = { sealed: sealForInstallation("gatehouse", checkBinding) };
  const row = await db().instanceSetting.upsert({
    where: { key: "encryption_check" },
    create: { key: "encryption_check", value: fresh },
    update: {},
  });
  const { sealed } = row.value as { sealed: string };
  await openSealed(sealed, checkBinding).catch((cause: unknown) => {
    throw new AppError(
      "bad_request",
      "ENCRYPTION_KEYS does not open the stored data: start with the keys this database was created with.",
      { cause },
    );
  });
}
