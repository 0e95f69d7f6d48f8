// In: changes committed to the database by any replica (triggers NOTIFY them). Out: calls of the listeners here.
// Promises that after a lost connection every listener is told to forget everything.
import pg from "pg";
import { randomToken } from "@/server/core/ids";
import { shared } from "@/server/core/shared";
import { presenceName } from "@/server/infra/key-replicas";
import { ring } from "@/server/infra/keys";
import { log } from "@/server/infra/log";
import { databaseUrl, pool } from "@/server/infra/pg";

const channel = "gatehouse";

/** What changed. The triggers of the migrations send the first ten, `publish` any. */
export type Topic =
  | "endpoint"
  | "server"
  | "grant"
  | "token"
  | "user"
  | "egress"
  | "project"
  | "role"
  | "session"
  | "session_level"
  | "credential"
  | "cancel"
  | "export"
  | "upstream";

/** Called with the id that changed, or with null when anything may have changed. */
export type Listener = (id: string | null) => void;

/** The bus of this process, connected on first use. */
export function bus(): Bus {
  return shared("bus", () => new Bus());
}

export class Bus {
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly waiting = new Map<string, () => void>();
  private client: pg.Client | null = null;
  private closed = false;
  private listening = false;
  private delay = 100;
  private readonly connected: Promise<void>;

  constructor() {
    this.connected = this.connect();
  }

  /** False while changes cannot be heard: what was read meanwhile must not be kept. */
  get hears(): boolean {
    return this.listening;
  }

  /** Listens until the returned function is called. */
  on(topic: Topic, listener: Listener): () => void {
    const set = this.listeners.get(topic) ?? new Set();
    this.listeners.set(topic, set.add(listener));
    return () => void set.delete(listener);
  }

  /** Tells every replica, this one too. At most 7,900 bytes. */
  async publish(topic: Topic, id: string): Promise<void> {
    await notify(`${topic}:${id}`);
  }

  /**
   * Resolves when everything committed before this call has reached the listeners here: notifications arrive in the
   * order of commits, so hearing our own means having heard the earlier ones. After 2 s all listeners forget everything.
   */
  async settled(): Promise<void> {
    await this.connected;
    const token = randomToken(9);
    const heard = new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        this.forgetAll();
        resolve();
      }, 2_000);
      this.waiting.set(token, () => {
        clearTimeout(timer);
        resolve();
      });
    });
    await notify(`settled:${token}`);
    await heard.finally(() => this.waiting.delete(token));
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.connected;
    await this.client?.end();
  }

  private tell(topic: string, id: string | null): void {
    for (const listener of this.listeners.get(topic) ?? []) listener(id);
  }

  private forgetAll(): void {
    for (const topic of this.listeners.keys()) this.tell(topic, null);
  }

  private receive(payload: string): void {
    const at = payload.indexOf(":");
    const [topic, id] = [payload.slice(0, at), payload.slice(at + 1)];
    if (topic === "settled") this.waiting.get(id)?.();
    else this.tell(topic, id);
  }

  private async connect(): Promise<void> {
    if (this.closed) return;
    const client = new pg.Client({
      connectionString: databaseUrl(),
      application_name: presenceName(ring()),
      connectionTimeoutMillis: 3_000,
      keepAlive: true,
    });
    this.client = client;
    client.on("notification", (message) => this.receive(message.payload ?? ""));
    client.on("error", (error) => this.lost(client, error));
    client.on("end", () => this.lost(client));
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
      this.listening = true;
      this.delay = 100;
      this.forgetAll();
    } catch (error) {
      this.lost(client, error);
    }
  }

  private lost(client: pg.Client, error?: unknown): void {
    if (this.closed || this.client !== client) return;
    this.client = null;
    this.listening = false;
    log().warn({ err: error }, "lost the connection that hears of changes; reconnecting");
    this.forgetAll();
    setTimeout(() => void this.connect(), this.delay).unref();
    this.delay = Math.min(this.delay * 2, 2_000);
  }
}

async function notify(payload: string): Promise<void> {
  await pool().query("SELECT pg_notify($1, $2)", [channel, payload]);
}
