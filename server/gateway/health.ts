// In: a question of a load balancer. Out: whether the process lives, and whether it can serve. Promises that living asks
// nothing of the database, and that being ready means a call could be recorded now.
import { isRecordWritable, requireDurableDatabase } from "@/server/activity/record-check";
import { shared } from "@/server/core/shared";
import { verifyEncryptionKeys } from "@/server/infra/key-check";
import { requireMigrated } from "@/server/infra/migrations";

type State = { stopping: boolean; checked: Promise<void> | null };

const state = () => shared("gateway.health", (): State => ({ stopping: false, checked: null }));

/** From now on not ready: the process stops. */
export function setStopping(): void {
  state().stopping = true;
}

export function isStopping(): boolean {
  return state().stopping;
}

/** What must hold before anything is served, checked once. Throws AppError with one sentence. */
export async function requireSoundDatabase(): Promise<void> {
  const current = state();
  current.checked ??= checkAll();
  await current.checked.catch((error: unknown) => {
    current.checked = null;
    throw error;
  });
}

async function checkAll(): Promise<void> {
  await requireDurableDatabase();
  await requireMigrated();
  await verifyEncryptionKeys();
}

export type Health = { status: 200 | 503; body: string };

/** /healthz: the process answers. */
export function liveness(): Health {
  return { status: 200, body: '{"status":"alive"}' };
}

/** /readyz: 503 while stopping, and while a call could not be recorded. */
export async function readiness(): Promise<Health> {
  if (state().stopping) return { status: 503, body: '{"status":"stopping"}' };
  const sound = await requireSoundDatabase().then(
    () => true,
    () => false,
  );
  const isReady = sound && (await isRecordWritable());
  return isReady
    ? { status: 200, body: '{"status":"ready"}' }
    : { status: 503, body: '{"status":"unavailable"}' };
}

/** For a door that speaks Response. */
export function healthResponse({ status, body }: Health): Response {
  const headers = { "content-type": "application/json", "cache-control": "no-store" };
  return new Response(body, { status, headers });
}
