import { type Census, type KeyUse, takeCensus } from "@/server/infra/key-census";
import { findLackingProcesses } from "@/server/infra/key-replicas";
import { ring } from "@/server/infra/keys";

export type Tally = {
  /** Everything that is sealed with a key of ENCRYPTION_KEYS itself. */
  total: number;
  /** Of it, what opens but waits for a rotation. */
  outside: number;
  unreadable: number;
  /** Rounded down: 100 means all of it. */
  percentActive: number;
};

/** What the operator must do about the encryption keys; ids and numbers only. The door has checked who asks. */
export async function getEncryption() {
  const [census, lacking] = await Promise.all([takeCensus(ring()), findLackingProcesses(ring())]);
  return { ...census, ...tally(census), lacking: lacking.length };
}

export function tally({ keys, activeId }: Census): Tally {
  let [total, active, unreadable, outside] = [0, 0, 0, 0];
  for (const key of keys) {
    const amount = amountOf(key);
    total += amount;
    unreadable += key.unreadable;
    if (key.id === activeId) active += amount - key.unreadable;
    else outside += amount - key.unreadable;
  }
  const percentActive = total === 0 ? 100 : Math.floor((active * 100) / total);
  return { total, outside, unreadable, percentActive };
}

export function amountOf({ dataKeys, secrets }: Pick<KeyUse, "dataKeys" | "secrets">): number {
  return dataKeys + secrets;
}
