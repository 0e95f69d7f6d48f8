// In: AUTH_SECRET and the database. Out: the keys of the authorization server. Promises that the signing key is made
// once, sealed at rest, and that keys for different purposes are unrelated.
import { generateKeyPairSync, hkdfSync } from "node:crypto";
import { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import { env } from "@/server/infra/env";
import type { InstallationBinding } from "@/server/infra/key-wrapping";
import { sealForInstallation, unseal } from "@/server/infra/seal";

export const signingAlgorithm = "ES256";

const setting = "oauth_jwks";
const binding: InstallationBinding = ["InstanceSetting", "value", setting];

/** A private JWK set of one key, the same for every replica. */
export async function signingKeys(): Promise<{ keys: Record<string, unknown>[] }> {
  const fresh = { sealed: sealForInstallation(JSON.stringify(makeKeys()), binding) };
  const row = await db().instanceSetting.upsert({
    where: { key: setting },
    create: { key: setting, value: fresh },
    update: {},
  });
  const { sealed } = row.value as { sealed: string };
  return JSON.parse(await unseal(sealed, binding));
}

function makeKeys(): { keys: Record<string, unknown>[] } {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const key = privateKey.export({ format: "jwk" });
  return { keys: [{ ...key, kid: newId(), use: "sig", alg: signingAlgorithm }] };
}

/** 32 bytes for one purpose, from AUTH_SECRET (RFC 5869). Throws `unavailable` when it is not set. */
export function purposeKey(purpose: string): Buffer {
  const secret = env().AUTH_SECRET;
  if (!secret) throw new AppError("unavailable", "AUTH_SECRET is not set: start with `npm start`.");
  return Buffer.from(hkdfSync("sha256", secret, "", `gatehouse oauth ${purpose}`, 32));
}
