import { randomBytes } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import { newId } from "@/server/core/ids";
import { forget, shared } from "@/server/core/shared";
import { db } from "@/server/infra/db";
import { verifyEncryptionKeys } from "@/server/infra/key-check";
import { parseRing, type Ring, ring } from "@/server/infra/keys";
import { type Binding, sealForInstallation, sealForProject, unseal } from "@/server/infra/seal";

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

function withTag(sealed: string, change: (tag: Uint8Array) => Uint8Array): string {
  const parts = sealed.split(".");
  const tag = Buffer.from(parts.pop() ?? "", "base64url");
  return [...parts, Buffer.from(change(tag)).toString("base64url")].join(".");
}

test("a value moved to another project does not open, with either project's key", async () => {
  const [mine, yours] = [await newProject(), await newProject()];
  const sealed = await sealForProject(mine, "secret", place(mine));
  const other = await sealForProject(yours, "other", place(yours));
  await expect(unseal(sealed, place(yours))).rejects.toThrow("cannot be opened");
  const swapped = sealed.replace(/p\.[^.]+/, `p.${other.split(".")[2]}`);
  await expect(unseal(swapped, place(mine))).rejects.toThrow("cannot be opened");
});

test("a data key moved to another project does not open", async () => {
  const [mine, yours] = [await newProject(), await newProject()];
  const sealed = await sealForProject(mine, "secret", place(mine));
  await db().dataKey.updateMany({ where: { projectId: mine }, data: { projectId: yours } });
  useRing(original);
  await expect(unseal(sealed, place(mine))).rejects.toMatchObject({
    details: { reason: "unreadable" },
  });
});

test.each([
  ["a cut tag", (sealed: string) => sealed.slice(0, -6)],
  ["a tag of four bytes", (sealed: string) => withTag(sealed, (tag) => tag.subarray(0, 4))],
  ["a tag of fifteen bytes", (sealed: string) => withTag(sealed, (tag) => tag.subarray(0, 15))],
  ["a longer tag", (sealed: string) => withTag(sealed, (tag) => Buffer.concat([tag, tag]))],
  ["another tag", (sealed: string) => withTag(sealed, (tag) => tag.map((byte) => byte ^ 1))],
  ["one part more", (sealed: string) => `${sealed}.AAAA`],
  ["an unknown data key", (sealed: string) => sealed.replace(/p\.[^.]+/, `p.${newId()}`)],
  ["a data key that is no id", (sealed: string) => sealed.replace(/p\.[^.]+/, "p.k1")],
  ["a scope of the installation", (sealed: string) => sealed.replace("v1.p.", "v1.i.")],
  ["no tag", (sealed: string) => sealed.split(".").slice(0, 5).join(".")],
  ["an unknown format", (sealed: string) => sealed.replace("v1.", "v9.")],
  ["nothing", () => ""],
])("%s is an error, never an empty string", async (_, damage) => {
  const project = await newProject();
  const sealed = await sealForProject(project, "secret", place(project));
  await expect(unseal(damage(sealed), place(project))).rejects.toMatchObject({
    code: "internal",
    message: expect.stringContaining("cannot be opened"),
    details: { reason: "unreadable" },
  });
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
