// In: nothing. Out: every table whose rows are sealed with a key of ENCRYPTION_KEYS itself: where the key's id and the
// sealed text stand in a row, and how a row is opened and sealed anew. Promises to be complete: a binding of another
// table does not compile.
import {
  type InstallationBinding,
  openWithRing,
  sealWithRing,
  unwrapKey,
  wrapKey,
} from "@/server/infra/key-wrapping";
import type { Ring } from "@/server/infra/keys";

/** `projectId` is empty for what belongs to no project. */
export type ShelfRow = { id: string; keyId: string; text: string; projectId: string };

/** Expressions of SQL, all constants of this file; `n` is the new row of an update, with `text` and `keyId`. */
export type Shelf = {
  holds: "dataKeys" | "secrets";
  table: string;
  id: string;
  keyId: string;
  text: string;
  projectId: string;
  /** Which rows hold a sealed text at all. */
  where: string;
  set: string;
  /** Throws when the row does not open. */
  open(ring: Ring, row: ShelfRow): void;
  /** The text under the active key. Throws when the row does not open. */
  renew(ring: Ring, row: ShelfRow): string;
};

type SecretPlace = Pick<Shelf, "id" | "text" | "set"> & {
  binding(id: string): InstallationBinding;
};

const secretPlaces: Record<InstallationBinding[0], SecretPlace> = {
  OAuthClient: {
    id: `t."clientId"`,
    text: `t.secret`,
    set: `secret = n.text`,
    binding: (id) => ["OAuthClient", "secret", id],
  },
  InstanceSetting: {
    id: `t.key`,
    text: `t.value ->> 'sealed'`,
    set: `value = jsonb_set(t.value, '{sealed}', to_jsonb(n.text))`,
    binding: (id) => ["InstanceSetting", "value", id],
  },
};

const dataKeys: Shelf = {
  holds: "dataKeys",
  table: `"DataKey"`,
  id: `t.id::text`,
  keyId: `t."keyId"`,
  text: `t.wrapped`,
  projectId: `t."projectId"::text`,
  where: "true",
  set: `wrapped = n.text, "keyId" = n."keyId"`,
  open: (ring, row) => void unwrapKey(ring, { ...row, wrapped: row.text }),
  renew: (ring, row) => wrapKey(ring, unwrapKey(ring, { ...row, wrapped: row.text }), row).wrapped,
};

function secretShelf([table, place]: [string, SecretPlace]): Shelf {
  return {
    holds: "secrets",
    table: `"${table}"`,
    id: place.id,
    keyId: `split_part(${place.text}, '.', 3)`,
    text: place.text,
    projectId: "''",
    where: `${place.text} LIKE 'v1.i.%'`,
    set: place.set,
    open: (ring, row) => void openWithRing(ring, row.text, place.binding(row.id)),
    renew: (ring, row) => {
      const binding = place.binding(row.id);
      return sealWithRing(ring, openWithRing(ring, row.text, binding), binding);
    },
  };
}

/** In the order a rotation takes them. */
export const shelves: readonly Shelf[] = [
  dataKeys,
  ...Object.entries(secretPlaces).map(secretShelf),
];
