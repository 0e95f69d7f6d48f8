import { beforeEach, describe, expect, test } from "vitest";
import { newId, newSlug, randomToken, sha256 } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import type { Oidc } from "@/server/infra/oidc";
import { makeMember, makeProject } from "@/server/testing/factories";
import { type TestPerson, testPerson } from "@/server/testing/portal";
import { type Found, findPersonByIdentity } from "./single-sign-on";

const oidc: Oidc = {
  ...{ issuer: "https://id.example", clientId: "gatehouse", clientSecret: "secret" },
  ...{ only: false, trustEmail: false, joins: [] },
};
let ana: TestPerson;
let subject = "";
let email = "";

beforeEach(async () => {
  ana = await testPerson();
  subject = newSlug();
  email = ana.person.email;
});

type Given = Partial<{
  subject: string;
  email: string;
  emailVerified: boolean;
  issuer: string;
  name: string;
  signedInAs: string;
  oidc: Partial<Oidc>;
}>;

function signOn(given: Given = {}): Promise<Found> {
  const { signedInAs = null, oidc: more, ...claims } = given;
  const { issuer } = oidc;
  const identity = { issuer, subject, email, emailVerified: true, name: null, ...claims };
  const caller = { ip: "192.0.2.1", userAgent: "Browser", requestId: newId(), now: new Date() };
  return findPersonByIdentity({ identity, signedInAs, caller, oidc: { ...oidc, ...more } });
}

const isAna = () => ({ person: ana.userId });
const refused = (code: string) => ({ refusal: expect.objectContaining({ code }) });
const withPassword = () =>
  db().user.update({ where: { id: ana.userId }, data: { passwordHash: "$argon2id$x" } });
const identities = () => db().account.count({ where: { userId: ana.userId } });

test("a verified address of somebody without another way in links the identity to them, on the record", async () => {
  expect(await signOn({ email: email.toUpperCase() })).toEqual(isAna());
  const event = await db().auditEvent.findFirstOrThrow({ where: { actorId: ana.userId } });
  expect(event).toMatchObject({
    ...{ action: "account.identity_linked", ip: "192.0.2.1" },
    after: { provider: "id.example" },
  });
});

test("who is linked is known by the provider's id, whatever the address becomes there", async () => {
  await signOn();
  const bea = await testPerson();
  for (const changed of ["changed@example.com", bea.person.email, ""])
    expect(await signOn({ email: changed, emailVerified: false })).toEqual(isAna());
  expect(await db().user.findUnique({ where: { id: ana.userId } })).toMatchObject({ email });
});

test("an address the provider did not verify is nobody", async () => {
  expect(await signOn({ emailVerified: false })).toEqual(refused("UnknownIdentity"));
});

test("a disabled person stays outside, linked or not", async () => {
  const disabled = await testPerson();
  const off = { where: { id: disabled.userId }, data: { disabledAt: new Date() } };
  await db().user.update(off);
  const other = { email: disabled.person.email, subject: newSlug() };
  expect(await signOn(other)).toEqual(refused("UnknownIdentity"));
  await signOn();
  await db().user.update({ where: { id: ana.userId }, data: { disabledAt: new Date() } });
  expect(await signOn()).toEqual(refused("UnknownIdentity"));
});

test("two first sign-ins at once link one account", async () => {
  expect(await Promise.all([signOn(), signOn()])).toEqual([isAna(), isAna()]);
  expect(await identities()).toBe(1);
});

describe("an account is not handed over for its address alone", () => {
  test("one with a password is linked when its owner is signed in, and not before", async () => {
    await withPassword();
    expect(await signOn()).toEqual(refused("LinkFirst"));
    const bea = await testPerson();
    expect(await signOn({ signedInAs: bea.userId })).toEqual(refused("LinkFirst"));
    expect(await identities()).toBe(0);
    expect(await signOn({ signedInAs: ana.userId })).toEqual(isAna());
    expect(await signOn()).toEqual(isAna());
  });

  test("being signed in links no identity of another address", async () => {
    const stranger = { email: "stranger@example.com", signedInAs: ana.userId };
    expect(await signOn(stranger)).toEqual(refused("UnknownIdentity"));
    expect(await identities()).toBe(0);
  });

  test("an installation that trusts its provider says so", async () => {
    await withPassword();
    expect(await signOn({ oidc: { trustEmail: true } })).toEqual(isAna());
  });

  test("of two identities with one address the second is refused, even where the provider is trusted", async () => {
    const second = newSlug();
    const both = await Promise.all([signOn(), signOn({ subject: second })]);
    expect(both).toContainEqual(isAna());
    expect(both).toContainEqual(refused("OtherIdentity"));
    const third = { subject: newSlug(), oidc: { trustEmail: true } };
    expect(await signOn(third)).toEqual(refused("OtherIdentity"));
    expect(await identities()).toBe(1);
  });

  test("the same subject at another issuer is somebody else", async () => {
    await signOn();
    const foreign = { issuer: "https://evil.example" };
    expect(await signOn({ ...foreign, email: "x@example.com" })).toEqual(
      refused("UnknownIdentity"),
    );
    expect(await signOn(foreign)).toEqual(refused("LinkFirst"));
  });
});

describe("somebody new", () => {
  const joins = (project: string, role = "member") => ({
    joins: [{ domain: "acme.example", project, role }],
  });
  const rolesOf = async (address: string) =>
    (
      await db().membershipRole.findMany({
        where: { membership: { user: { email: address } } },
        select: { role: true, membership: { select: { project: { select: { slug: true } } } } },
      })
    ).map(({ role, membership }) => `${membership.project.slug} ${role}`);

  test("is created neither uninvited nor from elsewhere", async () => {
    const { slug } = await makeProject();
    const before = await db().user.count();
    for (const address of [
      "new@example.com",
      "new@sub.acme.example",
      "new@notacme.example",
      "acme.example@evil.example",
      '"x@acme.example"@evil.example',
    ])
      expect(await signOn({ email: address, oidc: joins(slug) })).toEqual(
        refused("UnknownIdentity"),
      );
    const unverified = { email: "n@acme.example", emailVerified: false, oidc: joins(slug) };
    expect(await signOn(unverified)).toEqual(refused("UnknownIdentity"));
    expect(await db().user.count()).toBe(before);
  });

  test("of a domain that is let in joins its project with its role, on the record", async () => {
    const { slug } = await makeProject();
    const address = `${newSlug()}@acme.example`;
    const found = await signOn({ email: address, name: "Nia\u202e Novak", oidc: joins(slug) });
    const user = await db().user.findUniqueOrThrow({ where: { email: address } });
    expect(found).toEqual({ person: user.id });
    expect(user).toMatchObject({ name: "Nia Novak", passwordHash: null });
    expect(await rolesOf(address)).toEqual([`${slug} member`]);
    const acts = await db().auditEvent.findMany({ where: { actorId: user.id } });
    expect(acts.map(({ action }) => action).sort()).toEqual([
      "account.identity_linked",
      "member.joined",
      "person.created",
    ]);
  });

  test("is not let in to a project or a role that is not there", async () => {
    const { slug } = await makeProject();
    for (const wrong of [joins("nowhere"), joins(slug, newId()), joins(slug, "owner")])
      expect(await signOn({ email: `${newSlug()}@acme.example`, oidc: wrong })).toEqual(
        refused("UnknownIdentity"),
      );
  });

  test("with an invitation to their address joins by it, once, and only while it works", async () => {
    const project = await makeProject();
    const admin = await makeMember(project.id);
    const invite = async (address: string, revokedAt: Date | null = null) => {
      const roles = [{ role: "editor", expiresAt: null }];
      const expiresAt = new Date(Date.now() + 3_600_000);
      const facts = { projectId: project.id, email: address, roles, invitedById: admin.userId };
      const tokenHash = sha256(randomToken());
      await db().invitation.create({
        data: { id: newId(), ...facts, tokenHash, expiresAt, revokedAt },
      });
    };
    const withdrawn = `${newSlug()}@example.com`;
    await invite(withdrawn, new Date());
    expect(await signOn({ email: withdrawn })).toEqual(refused("UnknownIdentity"));
    const invited = `${newSlug()}@example.com`;
    await invite(invited);
    expect(await signOn({ email: invited })).toEqual({ person: expect.any(String) });
    expect(await rolesOf(invited)).toEqual([`${project.slug} editor`]);
    const row = await db().invitation.findFirstOrThrow({ where: { email: invited } });
    expect(row.acceptedAt).not.toBeNull();
  });
});
