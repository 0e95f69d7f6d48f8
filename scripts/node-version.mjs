// Kept in words that every Node since 14 can read, because an old one has to say so.
import process from "node:process";

const OLDEST = [20, 19];

/**
 * @param {string} version such as 20.19.0
 * @returns {string | undefined} what to tell someone whose Node is too old
 */
export function tooOldReason(version) {
  const parts = version.split(".").map(Number);
  if (parts[0] > OLDEST[0] || (parts[0] === OLDEST[0] && parts[1] >= OLDEST[1])) return undefined;
  return `Gatehouse needs Node ${OLDEST.join(".")} or newer; this is ${version}.`;
}

export function requireNode() {
  const reason = tooOldReason(process.versions.node);
  if (!reason) return;
  process.stderr.write(`${reason}\n`);
  process.exit(1);
}
