import { randomBytes } from "node:crypto";
import { once } from "node:events";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { spawnGuarded } from "@/scripts/processes.mjs";
import { newId } from "@/server/core/ids";
import { forget, shared } from "@/server/core/shared";
import { db } from "@/server/infra/db";
import { env } from "@/server/infra/env";
import { takeCensus } from "@/server/infra/key-census";
import { listProcesses } from "@/server/infra/key-replicas";
import { parseRing, type Ring } from "@/server/infra/keys";
import { pool } from "@/server/infra/pg";
import { type Binding, sealForInstallation, sealForProject, unseal } from "@/server/infra/seal";
import { runKeys } from "@/server/settings/encryption-command";

const texts = Object.fromEntries(
  ["k1", "k2"].map((id) => [id, `${id}:${randomBytes(32).toString("base64")}`]),
);
const keysOf = (...ids: string[]) => ids.map((id) => texts[id]).join(",");
const place = (projectId: string): Binding => ["ServerCredential", "sealed", "row", projectId];

function startWith(...ids: string[]): Ring {
  const next = parseRing(keysOf(...ids));
  forget("ring");
  forget("seal.dataKeys");
  shared("ring", () => next);
  return next;
}

let stored: { projectId: string; sealed: string }[];

beforeEach(async () => {
  await db().project.deleteMany();
  await db().oAuthClient.deleteMany();
});

/** Of a process that has k1 only. */
async function store(amount: number): Promise<void> {
  startWith("k1");
  stored = [];
  for (let n = 0; n < amount; n += 1) {
    const projectId = newId();
    await db().project.create({ data: { id: projectId, slug: projectId, name: "Project" } });
    stored.push({ projectId, sealed: await sealForProject(projectId, "s", place(projectId)) });
  }
}

async function expectAllReadable(): Promise<void> {
  for (const { sealed, projectId } of stored)
    expect(await unseal(sealed, place(projectId))).toBe("s");
}

/** In this process; what it says, and its exit code. */
async function command(...args: string[]): Promise<{ said: string; code: number }> {
  const lines: string[] = [];
  const say = (line: string) => void lines.push(line);
  try {
    const code = await runKeys(args, { say, progress: say });
    return { said: lines.join("\n"), code };
  } finally {
    // It closes the pools, as a command that ends.
    forget("prisma");
  }
}

/** A process with these keys, as others see it. */
async function runElsewhere(keyIds: string): Promise<{ stop: () => Promise<void> }> {
  const client = new pg.Client({
    connectionString: env().DATABASE_URL,
    application_name: `gatehouse-bus ${keyIds}`,
  });
  await client.connect();
  const stop = async () => {
    await client.end();
    // Its backend is seen for a moment longer.
    while ((await listProcesses()).length > 0);
  };
  return { stop };
}

describe("npm run keys -- rotate, as a process", () => {
  const children: ReturnType<typeof spawnGuarded>[] = [];
  const blockers: pg.Client[] = [];
  // More than two batches.
  beforeEach(() => store(250));
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    for (const blocker of blockers.splice(0)) await blocker.end();
  });

  function begin(keys: string) {
    const child = spawnGuarded(process.execPath, ["scripts/keys.mjs", "rotate"], {
      env: { DATABASE_URL: env().DATABASE_URL ?? "", ENCRYPTION_KEYS: keys, NODE_ENV: "" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    children.push(child);
    let said = "";
    child.stdout?.on("data", (chunk) => {
      said += chunk;
    });
    const ended = once(child, "close").then(([code]) => ({ code: code as number | null, said }));
    return { child, ended };
  }

  /** Holds one row, so that a rotation stands still in the batch that has it. */
  async function hold(id: string): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: env().DATABASE_URL });
    blockers.push(client);
    await client.connect();
    await client.query("BEGIN");
    await client.query('SELECT 1 FROM "DataKey" WHERE id = $1 FOR UPDATE', [id]);
    return client;
  }

  /** Asked outside of a transaction, which would see the same answer for ever. */
  async function untilSomeoneWaits(): Promise<void> {
    for (;;) {
      const { rows } = await pool().query<{ n: number }>(
        "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
      if (rows[0]?.n) return;
    }
  }

  test("killed in the middle of a batch loses nothing, and the next run goes on", async () => {
    const rows = await db().dataKey.findMany({ orderBy: { id: "asc" }, select: { id: true } });
    const blocker = await hold(rows[150]?.id ?? "");
    const killed = begin(keysOf("k2", "k1"));
    await untilSomeoneWaits();
    process.kill(-(killed.child.pid ?? 0), "SIGKILL");
    expect((await killed.ended).code).toBeNull();
    await blocker.query("ROLLBACK");
    expect(await db().dataKey.count({ where: { keyId: "k2" } })).toBe(100);
    startWith("k2", "k1");
    await expectAllReadable();
    const { code, said } = await begin(keysOf("k2", "k1")).ended;
    expect(said).toContain("100 % under k2. k1 may be removed from ENCRYPTION_KEYS.");
    expect(code).toBe(0);
    startWith("k2");
    await expectAllReadable();
  }, 60_000);

  test("twice at once, while a process with both keys serves, ends with everything moved", async () => {
    const runs = [begin(keysOf("k2", "k1")), begin(keysOf("k2", "k1"))];
    let running = true;
    const both = Promise.all(runs.map((run) => run.ended)).finally(() => {
      running = false;
    });
    while (running) {
      startWith("k1", "k2");
      await expectAllReadable();
    }
    for (const { code, said } of await both) {
      expect(said).toContain("100 % under k2");
      expect(code).toBe(0);
    }
    startWith("k2");
    await expectAllReadable();
  }, 60_000);
});

describe("the command", () => {
  beforeEach(() => store(3));

  test("tells what stands under which key, and what to do", async () => {
    startWith("k2", "k1");
    const { said, code } = await command();
    expect(said).toMatch(/^k1 +kept +3 +0 +0$/m);
    expect(said).toContain("0 % under k2. To move the other 3: npm run keys -- rotate");
    expect(code).toBe(0);
  });

  test("records a rotation, with numbers only", async () => {
    startWith("k2", "k1");
    expect((await command("rotate")).code).toBe(0);
    const event = await db().auditEvent.findFirstOrThrow({
      where: { action: "encryption.rotated" },
      orderBy: { id: "desc" },
    });
    expect(event).toMatchObject({
      actorName: "npm run keys",
      subjectName: "k2",
      after: { rows: 3 },
    });
  });

  test("refuses to rotate while a running process could not open the result", async () => {
    const other = await runElsewhere("k1,k0");
    const own = startWith("k2", "k1");
    await expect(command("rotate")).rejects.toThrow("Gatehouse runs without the key k2");
    expect((await takeCensus(own)).keys).toMatchObject([{ dataKeys: 0 }, { dataKeys: 3 }]);
    expect((await command("rotate", "--anyway")).code).toBe(0);
    await other.stop();
  });

  test.each([
    [["nonsense"]],
    [["rotate", "k1"]],
    [["rotate", "--yes"]],
    [["give-up"]],
    [["--yes"]],
  ])("%j is not guessed at", async (args) => {
    await expect(command(...args)).rejects.toThrow("Use: npm run keys");
  });
});

describe("giving up a lost key", () => {
  beforeEach(() => store(3));

  test("needs a yes, and never takes a key that is there", async () => {
    startWith("k2", "k1");
    await expect(command("give-up", "k1", "--yes")).rejects.toThrow("k1 is in ENCRYPTION_KEYS");
    startWith("k2");
    await expect(command("give-up", "k1")).rejects.toThrow("give-up k1 --yes");
    await expect(command("give-up", "k9", "--yes")).rejects.toThrow("Nothing is sealed with");
    expect(await db().dataKey.count()).toBe(3);
  });

  test("is refused while a running process has it: it is not lost", async () => {
    startWith("k2");
    const other = await runElsewhere("k2,k1");
    await expect(command("give-up", "k1", "--yes")).rejects.toThrow("The key k1 is not lost");
    await other.stop();
    expect(await db().dataKey.count()).toBe(3);
  });

  test("lets credentials be entered again, and clients register again", async () => {
    const secret = sealForInstallation("c", ["OAuthClient", "secret", "one"]);
    const data = { id: newId(), clientId: "one", kind: "registered", name: "One", metadata: {} };
    await db().oAuthClient.create({ data: { ...data, secret } });
    const public_ = { ...data, id: newId(), clientId: "two", secret: null };
    await db().oAuthClient.create({ data: public_ });
    startWith("k2");
    const [{ projectId, sealed } = { projectId: "", sealed: "" }] = stored;
    await expect(sealForProject(projectId, "new", place(projectId))).rejects.toMatchObject({
      details: { reason: "unreadable", missingKey: "k1" },
    });
    const { said } = await command("give-up", "k1", "--yes");
    expect(said).toContain("Gave up k1: 3 project keys and");
    const entered = await sealForProject(projectId, "new", place(projectId));
    expect(await unseal(entered, place(projectId))).toBe("new");
    await expect(unseal(sealed, place(projectId))).rejects.toMatchObject({
      details: { reason: "unreadable" },
    });
    expect(await db().oAuthClient.findMany({ select: { clientId: true } })).toEqual([
      { clientId: "two" },
    ]);
    const where = { action: "encryption.key_given_up" };
    expect(await db().auditEvent.findFirstOrThrow({ where })).toMatchObject({
      subjectName: "k1",
      before: { dataKeys: 3 },
    });
  });
});
