// The tables that the record consists of, as the database's catalog lists them: one leaf for each kind of row, project and
// month. Their names are made by `activity_ensure_leaves`.

export const tables = {
  starts: "ActivityStart",
  payloads: "ActivityPayload",
  calls: "ActivityLog",
} as const;

/** In the order they are dropped: a start that outlived its call would count as one without an outcome. */
export type Kind = keyof typeof tables;
export const kinds = Object.keys(tables) as Kind[];

/** `leaving` while it is being taken out, `out` when it is no part of the record any more but still there. */
type State = "attached" | "leaving" | "out";

export type Leaf = {
  /** The table's own, as `ActivityLog_202608_0199…`. */
  name: string;
  kind: Kind;
  /** `2026-08`, in UTC. */
  month: string;
  projectId: string;
  state: State;
};

type Queryable = {
  query(text: string, values: unknown[]): Promise<{ rows: { name: string; state: State }[] }>;
};

const leafName = /^(Activity(?:Start|Log|Payload))_(\d{4})(\d{2})_([0-9a-f]{32})$/;

const listed = `SELECT c.relname AS name,
    CASE WHEN i.inhrelid IS NULL THEN 'out' WHEN i.inhdetachpending THEN 'leaving' ELSE 'attached' END AS state
  FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
  WHERE c.relkind = 'r' AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = '"ActivityLog"'::regclass)
    AND c.relname ~ '^Activity(Start|Log|Payload)_[0-9]{6}_[0-9a-f]{32}$'
    AND right(c.relname, 32)::uuid = ANY($1::uuid[])
  ORDER BY c.relname`;

/** Every leaf of these projects, oldest month first, in the order they are dropped. */
export async function listLeaves(by: Queryable, projectIds: readonly string[]): Promise<Leaf[]> {
  const { rows } = await by.query(listed, [projectIds]);
  const leaves = rows.flatMap(({ name, state }) => toLeaf(name, state) ?? []);
  return leaves.sort(
    (a, b) => a.month.localeCompare(b.month) || kinds.indexOf(a.kind) - kinds.indexOf(b.kind),
  );
}

export function toLeaf(name: string, state: State): Leaf | null {
  const [, table, year, month, hex = ""] = leafName.exec(name) ?? [];
  const kind = kinds.find((one) => tables[one] === table);
  if (!kind) return null;
  const projectId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return { name, kind, month: `${year}-${month}`, projectId, state };
}

/** The partition a leaf is a part of: the month, of all projects. */
export function monthTable({ kind, month }: Pick<Leaf, "kind" | "month">): string {
  return `${tables[kind]}_${month.replace("-", "")}`;
}

export function leafNameOf(kind: Kind, month: string, projectId: string): string {
  return `${monthTable({ kind, month })}_${projectId.replaceAll("-", "")}`;
}
