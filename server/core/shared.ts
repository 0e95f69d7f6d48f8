// One instance per process. Next's build and the bundle of server/main.ts each hold their own copy of every
// module, so pools, caches, listeners and lanes hang on one symbol of globalThis.

const key = Symbol.for("gatehouse.shared");

type Holder = { [key]?: Map<string, unknown> };

function registry(): Map<string, unknown> {
  const holder = globalThis as Holder;
  const existing = holder[key];
  if (existing) return existing;
  const created = new Map<string, unknown>();
  holder[key] = created;
  return created;
}

/** The instance called `name`, created on first use, the same for every door of this process. */
export function shared<T>(name: string, create: () => T): T {
  const instances = registry();
  // The name is the type's witness: each is used at one place only.
  if (instances.has(name)) return instances.get(name) as T;
  const created = create();
  instances.set(name, created);
  return created;
}

/** Forgets an instance, for a clean stop and for tests. */
export function forget(name: string): void {
  registry().delete(name);
}
