import { type Ctx, notFound } from "@/server/access/access";
import { type EndpointPermission, endpointPermissions } from "@/server/access/actions";
import { type Basis, basisOf, missingOf } from "@/server/access/explain";
import { Rights, type Rule } from "@/server/access/rights";
import { ruleSentence } from "@/server/access/sentences";
import { requireEndpoint, whereEndpoints } from "@/server/endpoints/require";
import { db } from "@/server/infra/db";
import { administratorNames } from "@/server/roles/administrators";
import { listFound, requireRole } from "@/server/roles/find";
import { type Holder, listHolders } from "@/server/roles/people";
import type { ExplainEndpoint, ExplainPerson, PreviewRole, TryRules } from "@/server/roles/schema";

/** Creating is not about an endpoint that is there. */
const uses = endpointPermissions.filter((one) => one !== "endpoint.create");
type Use = (typeof uses)[number];

/** Who may do what with an endpoint, and through which rule of which role. */
export async function explainEndpoint(ctx: Ctx, input: ExplainEndpoint) {
  ctx.access.require("role.read");
  ctx.access.require("member.read");
  const { name } = await requireEndpoint(db(), ctx, "endpoint.read", input.endpoint);
  const [holders, roles] = await Promise.all([listHolders(ctx), listFound(db(), ctx.projectId)]);
  const holdersOf = (key: string) =>
    holders.filter(({ roles: held }) => held.some((one) => one.key === key));
  const people = holders.map(({ person, rights, roles: held }) => ({
    person,
    because: usesOf(rights, name).map((use) => ({ ...use, until: untilOf(held, use) })),
  }));
  return {
    roles: roles.map((role) => ({
      ...{ key: role.key, name: role.name, builtin: role.builtin },
      members: holdersOf(role.key).length,
      because: usesOf(new Rights([role]), name),
    })),
    people: people.filter(({ because }) => because.length > 0),
  };
}

/** What a role lets one see and do, endpoint by endpoint: alone, or added to what a person holds. */
export async function previewRole(ctx: Ctx, input: PreviewRole) {
  ctx.access.require("role.read");
  const role = await requireRole(db(), ctx.projectId, input.role);
  return previewOf(ctx, role, input.person ?? null);
}

/** The same for rules nobody has saved. Changes nothing. */
export async function tryRules(ctx: Ctx, input: TryRules) {
  ctx.access.require("role.edit");
  const saved = input.role ? await requireRole(db(), ctx.projectId, input.role) : null;
  const draft = { key: saved?.key ?? "draft", name: saved?.name ?? "This role" };
  return previewOf(ctx, { ...draft, rules: input.rules }, input.person ?? null);
}

/** Whether a person may do something with an endpoint: the rules that allow it, or what each of their roles lacks. */
export async function explainPerson(ctx: Ctx, input: ExplainPerson) {
  ctx.access.require("role.read");
  ctx.access.require("member.read");
  const { permission } = input;
  const endpoint = await requireEndpoint(db(), ctx, "endpoint.read", input.endpoint);
  const { person, rights } = await requireHolder(ctx, input.person);
  const because = basisOf(rights, permission, endpoint.name);
  const allowed = because.length > 0;
  return {
    person,
    allowed,
    because,
    missing: allowed ? [] : missingOf(rights, permission, endpoint.name),
    // Nobody connects to an endpoint that is off, whatever their role.
    switchedOff: permission === "endpoint.connect" && endpoint.disabledAt !== null,
    askers: allowed ? [] : await administratorNames(ctx.projectId, ctx.now),
  };
}

type Draft = { key: string; name: string; rules: readonly Rule[] };

async function previewOf(ctx: Ctx, role: Draft, personId: string | null) {
  if (personId !== null) ctx.access.require("member.read");
  const holder = personId === null ? null : await requireHolder(ctx, personId);
  const others = holder?.rights.roles.filter(({ key }) => key !== role.key) ?? [];
  const rights = new Rights([...others, role]);
  const seesEndpoints = ctx.access.canSome("endpoint.read");
  const endpoints = seesEndpoints ? await visibleEndpoints(ctx) : [];
  return {
    person: holder?.person ?? null,
    sentences: role.rules.map(ruleSentence),
    endpoints: endpoints.map((endpoint) => ({
      ...endpoint,
      may: Object.fromEntries(
        uses.map((use) => [use, rights.allows(use, endpoint.name)]),
      ) as Record<Use, boolean>,
      because: usesOf(rights, endpoint.name),
    })),
  };
}

async function visibleEndpoints(ctx: Ctx) {
  return db().mcpEndpoint.findMany({
    where: await whereEndpoints(db(), ctx, "endpoint.read"),
    select: { id: true, slug: true, name: true },
    orderBy: { name: "asc" },
    take: 500,
  });
}

/** A member; `not_found` for anybody else. */
export async function requireHolder(ctx: Ctx, person: string): Promise<Holder> {
  const [holder] = await listHolders(ctx, person);
  if (!holder) throw notFound("member");
  return holder;
}

type UseBasis = Basis & { permission: EndpointPermission };

/** Every rule that allows something with an endpoint of this name. */
export function usesOf(rights: Rights, name: string): UseBasis[] {
  return uses.flatMap((permission) =>
    basisOf(rights, permission, name).map((basis) => ({ permission, ...basis })),
  );
}

function untilOf(held: Holder["roles"], { role }: Basis): Date | null {
  return held.find(({ key }) => key === role.key)?.until ?? null;
}
