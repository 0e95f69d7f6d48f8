// In: the ring and the database. Out: nothing, or one sentence that says which key is missing and what needs it. Promises
// that a process starts only with keys that open what is stored, and to look again while it runs.
import { AppError } from "@/server/core/errors";
import { db } from "@/server/infra/db";
import { opens } from "@/server/infra/key-census";
import { type Shelf, type ShelfRow, shelves } from "@/server/infra/key-shelves";
import { sealWithRing } from "@/server/infra/key-wrapping";
import { type Ring, ring } from "@/server/infra/keys";
import { log } from "@/server/infra/log";
import { pool } from "@/server/infra/pg";

/**
 * Fails the start, rather than corrupting later, when the configured keys are not those the stored data is sealed with.
 * Throws `bad_request`.
 */
export async function verifyEncryptionKeys(): Promise<void> {
  const fault = await findKeyFault(ring());
  if (fault) throw new AppError("bad_request", fault);
  // So that wrong keys are noticed from the second start on, also where nothing else is sealed yet.
  const key = "encryption_check";
  const sealed = sealWithRing(ring(), "gatehouse", ["InstanceSetting", "value", key]);
  await db().instanceSetting.upsert({
    where: { key },
    create: { key, value: { sealed } },
    update: {},
  });
}

/** The same question while serving: others may have sealed with keys that this process was not given. */
export async function watchEncryptionKeys(): Promise<void> {
  const fault = await findKeyFault(ring());
  if (fault) log().error({ alarm: "encryption_keys", fault }, "stored secrets cannot be opened");
}

type Need = { keyId: string; dataKeys: number; secrets: number; opened: boolean };

/** Null when every key that is needed is there and is the right one; otherwise a sentence for the operator. */
export async function findKeyFault(own: Ring): Promise<string | null> {
  const needs = await findNeeds(own);
  const missing = needs.filter((need) => !own.byId.has(need.keyId));
  if (missing.length > 0)
    return `ENCRYPTION_KEYS does not open the stored data: ${missing.map(describeMissing).join("; ")}. Put it back, or, if it is lost for good, give it up with \`npm run keys -- give-up ${missing[0]?.keyId}\`.`;
  const wrong = needs.find((need) => !need.opened);
  if (wrong)
    return `ENCRYPTION_KEYS does not open the stored data: ${wrong.keyId} is not the key of that name that sealed ${amount(wrong)}. Put the right one back.`;
  return null;
}

function describeMissing(need: Need): string {
  const verb = need.dataKeys + need.secrets === 1 ? "needs" : "need";
  return `the key ${need.keyId} is missing, and ${amount(need)} ${verb} it`;
}

function amount({ dataKeys, secrets }: Need): string {
  const parts = [
    dataKeys > 0 ? `${dataKeys} project key${dataKeys === 1 ? "" : "s"}` : "",
    secrets > 0 ? `${secrets} secret${secrets === 1 ? "" : "s"} of the installation` : "",
  ];
  return parts.filter(Boolean).join(" and ");
}

// One damaged row must not stop an installation: a key is the right one when any of a few rows opens.
const samples = 5;

async function findNeeds(own: Ring): Promise<Need[]> {
  const needs = new Map<string, Need>();
  for (const shelf of shelves)
    for (const { total, ...row } of await sample(shelf)) {
      const { keyId } = row;
      const need = needs.get(keyId) ?? { keyId, dataKeys: 0, secrets: 0, opened: false };
      needs.set(keyId, need);
      if (row.n === 1) need[shelf.holds] += total;
      need.opened ||= opens(shelf, own, row);
    }
  return [...needs.values()];
}

type Sample = ShelfRow & { n: number; total: number };

async function sample(shelf: Shelf): Promise<Sample[]> {
  const { id, keyId, text, projectId, table, where } = shelf;
  const { rows } = await pool().query<Sample>(
    `SELECT * FROM (
      SELECT ${id} AS id, ${keyId} AS "keyId", ${text} AS text, ${projectId} AS "projectId",
        count(*) OVER (PARTITION BY ${keyId})::int AS total,
        row_number() OVER (PARTITION BY ${keyId} ORDER BY ${id} DESC)::int AS n
      FROM ${table} t WHERE ${where}) s
    WHERE n <= ${samples}`,
  );
  return rows;
}
