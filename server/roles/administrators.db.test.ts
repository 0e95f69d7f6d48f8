import { expect, test } from "vitest";
import { newId } from "@/server/core/ids";
import { db, type Tx, transaction } from "@/server/infra/db";
import { joinAs, makeMember, makeProject } from "@/server/testing/factories";
import { administratorNames } from "./administrators";
import { keepingAdministrators } from "./assign";

type Loss = (tx: Tx, userId: string) => Promise<unknown>;

const losses: [string, Loss][] = [
  ["leaves", (tx, userId) => tx.membership.deleteMany({ where: { userId } })],
  [
    "is demoted",
    (tx, userId) =>
      tx.membershipRole.updateMany({ where: { membership: { userId } }, data: { role: "editor" } }),
  ],
  [
    "gets an end",
    (tx, userId) =>
      tx.membershipRole.updateMany({
        where: { membership: { userId } },
        data: { expiresAt: new Date(Date.now() + 3_600_000) },
      }),
  ],
  [
    "is disabled",
    (tx, userId) => tx.user.update({ where: { id: userId }, data: { disabledAt: new Date() } }),
  ],
];

const lose = (projectId: string, userId: string, loss: Loss) =>
  transaction((tx) => keepingAdministrators(tx, [projectId], () => loss(tx, userId)));

const lastAdmin = { code: "conflict", details: { reason: "last_admin" } };

test.each(losses)("T35 the last administrator never %s", async (_what, loss) => {
  const { id } = await makeProject();
  const only = await makeMember(id);
  await makeMember(id, "editor");
  await expect(lose(id, only.userId, loss)).rejects.toMatchObject(lastAdmin);
  expect(await administratorNames(id, new Date())).toEqual(["Ana Lima"]);
});

test.each(losses)(
  "T35 of two administrators who are lost at once, one stays: %s",
  async (_what, loss) => {
    const { id } = await makeProject();
    const both = [await makeMember(id), await makeMember(id)];
    const ends = await Promise.allSettled(both.map(({ userId }) => lose(id, userId, loss)));
    expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(ends.find(({ status }) => status === "rejected")).toMatchObject({ reason: lastAdmin });
    const left = await db().membershipRole.count({
      where: {
        role: "admin",
        expiresAt: null,
        membership: { projectId: id, user: { disabledAt: null } },
      },
    });
    expect(left).toBe(1);
  },
);

test("an administrator until a date does not count as one who stays", async () => {
  const { id } = await makeProject();
  const only = await makeMember(id);
  const guest = { id: newId(), email: `${newId()}@example.com`, name: "Guest" };
  await db().user.create({ data: guest });
  await joinAs(id, guest.id, "admin", new Date(Date.now() + 3_600_000));
  const [, demotion] = losses[1] ?? [];
  if (!demotion) throw new Error("no demotion");
  await expect(lose(id, only.userId, demotion)).rejects.toMatchObject(lastAdmin);
  await expect(lose(id, guest.id, demotion)).resolves.toBeDefined();
});

test("a project that has none already is no reason to refuse", async () => {
  const { id } = await makeProject();
  const editor = await makeMember(id, "editor");
  const [, leaving] = losses[0] ?? [];
  if (!leaving) throw new Error("no leaving");
  await expect(lose(id, editor.userId, leaving)).resolves.toBeDefined();
});

test("two who change several projects at once never wait for each other for ever", async () => {
  const projects = [await makeProject(), await makeProject(), await makeProject()];
  const ids = projects.map(({ id }) => id);
  const rounds = Array.from({ length: 6 }, (_, round) =>
    transaction((tx) =>
      keepingAdministrators(tx, round % 2 ? ids : ids.toReversed(), async () => round),
    ),
  );
  expect(await Promise.all(rounds)).toEqual([0, 1, 2, 3, 4, 5]);
});
