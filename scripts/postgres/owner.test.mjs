import { expect, test } from "vitest";
import { mayTraverse, ownerFromPasswd } from "./owner.mjs";

const root = "root:x:0:0:root:/root:/bin/bash";
const nobody = "nobody:x:65534:65533:nobody:/nonexistent:/usr/sbin/nologin";
const postgres = "postgres:x:101:104::/var/lib/postgresql:/bin/bash";

test("postgres runs the database, else nobody, never root", () => {
  expect(ownerFromPasswd([root, nobody, postgres].join("\n"))).toEqual({ uid: 101, gid: 104 });
  expect(ownerFromPasswd([root, nobody].join("\n"))).toEqual({ uid: 65534, gid: 65533 });
  expect(ownerFromPasswd(root)).toBeUndefined();
  expect(ownerFromPasswd("postgres:x:0:0::/:/bin/sh")).toBeUndefined();
});

test("a directory is passed by the bits that apply to that uid alone", () => {
  const owner = { uid: 101, gid: 104 };
  expect(mayTraverse({ mode: 0o700, uid: 0, gid: 0 }, owner)).toBe(false);
  expect(mayTraverse({ mode: 0o711, uid: 0, gid: 0 }, owner)).toBe(true);
  expect(mayTraverse({ mode: 0o710, uid: 0, gid: 104 }, owner)).toBe(true);
  expect(mayTraverse({ mode: 0o701, uid: 0, gid: 104 }, owner)).toBe(false);
  expect(mayTraverse({ mode: 0o700, uid: 101, gid: 0 }, owner)).toBe(true);
});
