// Storage for authorization servers in tests: one map for each, so that two servers in a process know nothing of another.
import type { Adapter, AdapterFactory, AdapterPayload } from "oidc-provider";

/** By kind and id: "AccessToken xyz". */
export type Store = Map<string, AdapterPayload>;

export function memoryStorage(store: Store = new Map()): AdapterFactory {
  return (model) => new MemoryAdapter(model, store);
}

class MemoryAdapter implements Adapter {
  constructor(
    private readonly model: string,
    private readonly store: Store,
  ) {}

  async upsert(id: string, payload: AdapterPayload): Promise<void> {
    this.store.set(this.key(id), payload);
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return this.store.get(this.key(id));
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.first((payload) => payload.uid === uid);
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.first((payload) => payload.userCode === userCode);
  }

  async consume(id: string): Promise<void> {
    const payload = await this.find(id);
    if (payload) payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    this.store.delete(this.key(id));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, payload] of this.store)
      if (payload.grantId === grantId) this.store.delete(key);
  }

  private key(id: string): string {
    return `${this.model} ${id}`;
  }

  private first(matches: (payload: AdapterPayload) => boolean): AdapterPayload | undefined {
    for (const [key, payload] of this.store)
      if (key.startsWith(`${this.model} `) && matches(payload)) return payload;
    return undefined;
  }
}
