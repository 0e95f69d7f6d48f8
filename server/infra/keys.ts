// In: ENCRYPTION_KEYS. Out: the ring of keys that wrap data keys; the first is active. Promises to refuse weak and doubled keys.
import { AppError } from "@/server/core/errors";
import { shared } from "@/server/core/shared";
import { env } from "@/server/infra/env";

type RingKey = { id: string; key: Buffer };
export type Ring = { active: RingKey; byId: ReadonlyMap<string, RingKey> };

export function ring(): Ring {
  return shared("ring", () => parseRing(env().ENCRYPTION_KEYS));
}

/** Parses `id:base64,…`. Throws `bad_request` with one sentence when a key is missing, short, doubled or trivial. */
export function parseRing(value: string | undefined): Ring {
  if (!value)
    throw new AppError(
      "bad_request",
      "ENCRYPTION_KEYS is not set: give id:base64 of 32 random bytes, for instance k1:$(openssl rand -base64 32).",
    );
  const keys = value.split(",").map((part) => parseKey(part.trim()));
  const byId = new Map(keys.map((key) => [key.id, key]));
  const [active] = keys;
  if (!active || byId.size !== keys.length)
    throw new AppError(
      "bad_request",
      "ENCRYPTION_KEYS names one id twice: every key needs an id of its own.",
    );
  if (new Set(keys.map(({ key }) => key.toString("hex"))).size !== keys.length)
    throw new AppError(
      "bad_request",
      "ENCRYPTION_KEYS holds one key under two ids: make a new one with openssl rand -base64 32.",
    );
  return { active, byId };
}

function parseKey(part: string): RingKey {
  const match = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]+={0,2})$/.exec(part);
  const [, id = "", encoded = ""] = match ?? [];
  const key = Buffer.from(encoded, "base64");
  if (key.length !== 32)
    throw new AppError(
      "bad_request",
      "ENCRYPTION_KEYS must hold id:base64 pairs, each key exactly 32 bytes.",
    );
  if (isTrivial(key))
    throw new AppError(
      "bad_request",
      `ENCRYPTION_KEYS: the key ${id} is not random. Make one with openssl rand -base64 32.`,
    );
  return { id, key };
}

/** What no random generator makes: few different bytes, equal steps, or a text somebody typed (32 random bytes are text once in 10^13). */
function isTrivial(key: Buffer): boolean {
  const steps = new Set(key.subarray(1).map((byte, at) => byte - (key[at] ?? 0)));
  const isText = key.every((byte) => byte >= 0x20 && byte < 0x7f);
  return new Set(key).size < 8 || steps.size === 1 || isText;
}
