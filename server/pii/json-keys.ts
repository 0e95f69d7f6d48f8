// In: a key and the entities in it. Out: the key to write. Promises that no two keys of an object that hold placeholders are
// equal (policy 7.3), in linear time for any number of equal ones.
import { placeholder, type Span } from "./entities";

/** The key with each entity replaced. */
export function redactedKey(key: string, spans: readonly Span[]): string {
  let shown = "";
  let from = 0;
  for (const { type, start, end } of spans) {
    shown += key.slice(from, start) + placeholder(type);
    from = end;
  }
  return shown + key.slice(from);
}

/**
 * `name`, or the same with the first number that makes it another. `taken` holds the names of the object and the number
 * that the next equal one tries first, so that none is tried twice.
 */
export function freeName(taken: Map<string, number>, name: string): string {
  const last = taken.get(name);
  if (last === undefined) {
    taken.set(name, 2);
    return name;
  }
  let number = last;
  while (taken.has(`${name} (${number})`)) number++;
  const numbered = `${name} (${number})`;
  taken.set(name, number + 1);
  taken.set(numbered, 2);
  return numbered;
}
