// Chance that can be repeated: a crash test prints its seed, and CRASH_SEED brings the same delays again.

/** Numbers from 0 up to 1, always the same for one seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** CRASH_SEED, or a new one. */
export function chooseSeed(): number {
  return Number(process.env["CRASH_SEED"] || Date.now() % 1_000_000);
}

/** How many rounds a crash test makes: CRASH_ROUNDS, or as many as it is meant to. */
export function chooseRounds(usual: number): number {
  return Number(process.env["CRASH_ROUNDS"] || usual);
}
