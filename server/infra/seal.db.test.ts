import { randomBytes } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import { newId } from "@/server/core/ids";
import { forget, shared } from "@/server/core/shared";
import { db } from "@/server/infra/db";
import { parseRing, type Ring, ring } from "@/server/infra/keys";
import {
  type Binding,
  sealForInstallation,
  sealForProject,
  unseal,
  verifyEncryptionKeys,
} from "@/server/infra/seal";

const original = ring();

function useRing(next: Ring): void {
  forget("ring");
  forget("seal.dataKeys");
  shared("ring", () => next);
}

afterEach(() => useRing(original));

async function newProject(): Promise<string> {
  const id = newId();
  await db().project.create({ data: { id, slug: id, name: "Project" } });
  return id;
}

const place = (project: string): Binding => [
  "ServerCredential",
  "sealed",
  "row-1",
  project,
  "server-1",
  "shared",
];

test("what was sealed opens at its own place", async () => {
  const project = await newProject();
  const sealed = await sealForProject(project, "s3cret-tökén", place(project));
  expect(sealed).not.toContain("s3cret");
  expect(await unseal(sealed, place(project))).toBe("s3cret-tökén");
});

test("the same secret never looks the same twice", async () => {
  const project = await newProject();
  const [one, two] = await Promise.all(
    [1, 2].map(() => sealForProject(project, "same", place(project))),
  );
  expect(one).not.toBe(two);
});

test.each([
  [
    "another row",
    (project: string): Binding => [
      "ServerCredential",
      "sealed",
      "row-2",
      project,
      "server-1",
      "shared",
    ],
  ],
  [
    "another column",
    (project: string): Binding => [
      "ServerCredential",
      "hint",
      "row-1",
      project,
      "server-1",
      "shared",
    ],
  ],
  [
    "another owner",
    (project: string): Binding => [
      "ServerCredential",
      "sealed",
      "row-1",
      project,
      "server-1",
      "user-1",
    ],
  ],
])("a value moved to %s does not open", async (_, elsewhere) => {
  const project = await newProject();
  const sealed = await sealForProject(project, "secret", place(project));
  await expect(unseal(sealed, elsewhere(project))).rejects.toThrow("cannot be opened");
});

test.each([
  ["a cut tag", (sealed: string) => sealed.slice(0, -6)],
  ["no tag", (sealed: string) => sealed.split(".").slice(0, 5).join(".")],
  ["an unknown format", (sealed: string) => sealed.replace("v1.", "v9.")],
  ["nothing", () => ""],
])("%s is an error, never an empty string", async (_, damage) => {
  const project = await newProject();
  const sealed = await sealForProject(project, "secret", place(project));
  await expect(unseal(damage(sealed), place(project))).rejects.toThrow("cannot be opened");
});

test("a new active key leaves what older keys sealed readable", async () => {
  const project = await newProject();
  const sealed = await sealForProject(project, "secret", place(project));
  const fresh = { id: "fresh", key: randomBytes(32) };
  useRing({ active: fresh, byId: new Map([["fresh", fresh], ...original.byId]) });
  expect(await unseal(sealed, place(project))).toBe("secret");
});

test("without the key that wrapped it, a secret is unreadable", async () => {
  const project = await newProject();
  const sealed = await sealForProject(project, "secret", place(project));
  useRing(parseRing(`other:${randomBytes(32).toString("base64")}`));
  await expect(unseal(sealed, place(project))).rejects.toThrow("cannot be opened");
});

test("starting with other keys than the database was made with is refused", async () => {
  await verifyEncryptionKeys();
  await verifyEncryptionKeys();
  useRing(parseRing(`other:${randomBytes(32).toString("base64")}`));
  await expect(verifyEncryptionKeys()).rejects.toThrow(
    "ENCRYPTION_KEYS does not open the stored data",
  );
});

test("a secret of the installation opens with any configured key", async () => {
  const sealed = sealForInstallation("jwks", ["InstanceSetting", "value", "jwks"]);
  expect(await unseal(sealed, ["InstanceSetting", "value", "jwks"])).toBe("jwks");
  await expect(unseal(sealed, ["InstanceSetting", "value", "other"])).rejects.toThrow(
    "cannot be opened",
  );
});
