// In: passwords. Out: argon2id hashes, and whether one matches. Promises at most four hashes at once, and the same
// work for a person who does not exist as for one who does.
import { hash, verify } from "@node-rs/argon2";
import { randomToken } from "@/server/core/ids";
import { shared } from "@/server/core/shared";

// OWASP's minimum: 19 MiB, two passes, one lane. Four at once stay below 80 MiB.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const atOnce = 4;

type Lanes = { free: number; waiting: (() => void)[] };

async function inLane<T>(work: () => Promise<T>): Promise<T> {
  const lanes = shared<Lanes>("auth.hashing", () => ({ free: atOnce, waiting: [] }));
  if (lanes.free > 0) lanes.free--;
  else await new Promise<void>((resolve) => lanes.waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = lanes.waiting.shift();
    if (next) next();
    else lanes.free++;
  }
}

/** An argon2id hash in PHC form. */
export function hashPassword(password: string): Promise<string> {
  return inLane(() => hash(password, cost));
}

/** Whether `password` made `stored`. Without a stored hash the answer is no, after the same time. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  // Made before it is needed, so that the first unknown person takes no longer than the second.
  const nobody = await shared("auth.nobody", () => inLane(() => hash(randomToken(), cost)));
  const matches = await inLane(() => verify(stored ?? nobody, password));
  return matches && stored !== null;
}
