import { randomBytes } from "node:crypto";
import type pg from "pg";
import { insertCheckpoint, lockCheckpoints } from "@/server/activity/proof/checkpoint-row";
import { countUnproved } from "@/server/activity/proof/unproved";
import { sha256 } from "@/server/core/ids";
import { forget, shared } from "@/server/core/shared";
import type { InstallationBinding } from "@/server/infra/key-wrapping";
import { recordPool, unhurried } from "@/server/infra/pg";
import { sealForInstallation, unseal } from "@/server/infra/seal";

/** The key of all chains, and how checkpoints name it. */
export type ChainKey = { id: string; key: Buffer };

const setting = "activity_chain_key";
const binding: InstallationBinding = ["InstanceSetting", "value", setting];

/**
 * The installation's key, made on first use. It is sealed with ENCRYPTION_KEYS, so who holds the database alone can forge
 * no row. Throws `internal` (reason unreadable) when it does not open.
 */
export function chainKey(): Promise<ChainKey> {
  return shared("activity.chainKey", () =>
    load().catch((error: unknown) => {
      forget("activity.chainKey");
      throw error;
    }),
  );
}

async function load(): Promise<ChainKey> {
  const sealed = (await read(recordPool())) ?? (await create());
  return toKey(await unseal(sealed, binding));
}

function toKey(base64: string): ChainKey {
  return { id: sha256(`activity.${base64}`).slice(0, 12), key: Buffer.from(base64, "base64") };
}

async function read(client: Pick<pg.ClientBase, "query">): Promise<string | undefined> {
  const { rows } = await client.query<{ sealed: string }>(
    `SELECT value ->> 'sealed' AS sealed FROM "InstanceSetting" WHERE key = $1`,
    [setting],
  );
  return rows[0]?.sealed;
}

/** The key and the checkpoint that says what it does not cover are there together or not at all; of several processes one makes them. */
function create(): Promise<string> {
  return unhurried(async (client) => {
    await lockCheckpoints(client);
    const found = await read(client);
    if (found) return found;
    const base64 = randomBytes(32).toString("base64");
    const sealed = sealForInstallation(base64, binding);
    await client.query(
      `INSERT INTO "InstanceSetting" (key, value, "updatedAt") VALUES ($1, $2, now())`,
      [setting, { sealed }],
    );
    const unproved = await countUnproved(client);
    await insertCheckpoint(client, toKey(base64), { kind: "begun", unproved }, new Date());
    return sealed;
  });
}
