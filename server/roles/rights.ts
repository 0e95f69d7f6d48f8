import { LRUCache } from "lru-cache";
import { builtinRules } from "@/server/access/builtin-roles";
import { Rights, type RoleRules, type Rule, toRule } from "@/server/access/rights";
import { shared } from "@/server/core/shared";
import { bus } from "@/server/infra/bus";
import { pool } from "@/server/infra/pg";

// What the roles of a project allow, in one read, kept until the database says that it changed. A change that happens
// during the read is not lost: the answer is then given once and not kept.

const sql = `
  SELECT r.id AS key, r.name, coalesce((SELECT json_agg(json_build_object(
      'permission', u.permission, 'conditions', u.conditions) ORDER BY u.id)
    FROM "RoleRule" u WHERE u."roleId" = r.id), '[]')::text AS rules
  FROM "Role" r WHERE r."projectId" = $1 ORDER BY r.id`;

type Row = { key: string; name: string; rules: string };

/** The bound should a change ever go unheard. */
const keptMs = 5_000;

/** The roles of one project, and the rights of every set of them that somebody held. */
class ProjectRoles {
  readonly roles: ReadonlyMap<string, RoleRules>;
  private readonly bySet = new LRUCache<string, Rights>({ max: 2_000 });

  constructor(
    readonly source: string,
    rows: readonly Row[],
  ) {
    const parsed = rows.map(({ rules, ...row }) => ({ ...row, rules: toRules(rules) }));
    this.roles = new Map(parsed.map((role) => [role.key, role]));
  }

  rightsOf(keys: readonly string[]): Rights {
    const set = [...new Set(keys)].sort();
    const name = set.join();
    const known = this.bySet.get(name);
    if (known) return known;
    // A key that is neither built in nor of this project holds nothing.
    const held = set.map((key) => builtinRules(key) ?? this.roles.get(key) ?? null);
    const rights = new Rights(held.filter((role) => role !== null));
    this.bySet.set(name, rights);
    return rights;
  }
}

function toRules(json: string): Rule[] {
  const stored: Parameters<typeof toRule>[0][] = JSON.parse(json);
  return stored.map(toRule).filter((rule) => rule !== null);
}

class RoleCache {
  private readonly fresh = new LRUCache<string, ProjectRoles>({ max: 1_000, ttl: keptMs });
  /** What was read before: when the next read finds the same, decisions already taken stay. */
  private readonly last = new LRUCache<string, ProjectRoles>({ max: 1_000 });
  private readonly reading = new Map<string, Promise<ProjectRoles>>();
  /** Grows with every change heard. */
  private changes = 0;

  constructor() {
    bus().on("role", (id) => this.forget(id));
    bus().on("project", (id) => this.forget(id));
  }

  async find(projectId: string): Promise<ProjectRoles> {
    const kept = this.fresh.get(projectId);
    if (kept) return kept;
    const current = this.reading.get(projectId) ?? this.begin(projectId);
    return await current;
  }

  /** Those who ask while it is being read wait for the same answer. */
  private begin(projectId: string): Promise<ProjectRoles> {
    const reading = this.read(projectId).finally(() => {
      if (this.reading.get(projectId) === reading) this.reading.delete(projectId);
    });
    this.reading.set(projectId, reading);
    return reading;
  }

  private async read(projectId: string): Promise<ProjectRoles> {
    const before = this.changes;
    const { rows } = await pool().query<Row>({ name: "roles", text: sql, values: [projectId] });
    const source = JSON.stringify(rows);
    const last = this.last.get(projectId);
    const read = last?.source === source ? last : new ProjectRoles(source, rows);
    if (bus().hears && this.changes === before) {
      this.fresh.set(projectId, read);
      this.last.set(projectId, read);
    }
    return read;
  }

  /** Milliseconds that what is kept of a project may still be used. */
  leftMs(projectId: string): number {
    return this.fresh.getRemainingTTL(projectId);
  }

  private forget(id: string | null): void {
    this.changes += 1;
    // Whoever asks from now on must not join a read that began before the change.
    this.reading.clear();
    if (id === null) this.fresh.clear();
    else this.fresh.delete(id);
  }
}

const roles = () => shared("roles", () => new RoleCache());
const builtins = () => shared("roles.builtin", () => new ProjectRoles("", []));

/** What these roles allow in the project. Changes by any replica count within a second. */
export async function findRights(projectId: string, keys: readonly string[]): Promise<Rights> {
  return (await findLastingRights(projectId, keys)).rights;
}

/** The same for who keeps it: no longer than `leftMs`, or what is kept twice would be twice as old. */
export async function findLastingRights(
  projectId: string,
  keys: readonly string[],
): Promise<{ rights: Rights; leftMs: number }> {
  if (keys.every((key) => builtinRules(key) !== null))
    return { rights: builtins().rightsOf(keys), leftMs: keptMs };
  const found = await roles().find(projectId);
  return { rights: found.rightsOf(keys), leftMs: roles().leftMs(projectId) };
}
