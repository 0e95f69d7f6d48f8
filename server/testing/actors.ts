// The people of the access matrix, each with what the catalogue says of them.
import { endpointPermissions, type Permission, permissions } from "@/server/access/actions";
import { type BuiltinRole, builtinRoles } from "@/server/access/builtin-roles";
import type { Rule } from "@/server/access/rights";
import { newId } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import { makeRole } from "./factories";
import { makeMachine } from "./machines";
import { joinProject, type TestPerson, testPerson, testProject } from "./portal";

export type Actor = {
  name: string;
  person: TestPerson | null;
  /** Null: no member of the project. */
  held: readonly Permission[] | null;
  instanceAdmin: boolean;
  /** Whether its endpoint permissions reach `engineering-*` alone. */
  limited: boolean;
  /** Of a program, which is no person and has no session. */
  token?: string;
};

/** Whatever a role may be given but for changing roles, servers and the project; on endpoints of one team. */
const limitedRules: Rule[] = [
  ...endpointPermissions.map((permission) => ({
    permission,
    conditions: [
      { property: "name" as const, operator: "glob match" as const, values: ["engineering-*"] },
    ],
  })),
  ...permissions
    .filter((one) => /\.read(Payload)?$/.test(one) && one !== "endpoint.read")
    .map((permission) => ({ permission, conditions: [] })),
];

const common = { instanceAdmin: false, limited: false };

/** Everybody the matrix asks for, around this project. */
export async function makeActors(project: { projectId: string }): Promise<Actor[]> {
  const { projectId } = project;
  const stranger = await testPerson();
  await testProject(stranger);
  const idle = await testPerson();
  await db().membership.create({ data: { id: newId(), projectId, userId: idle.userId } });
  const limited = await testPerson();
  const limitedRole = await makeRole(projectId, ...limitedRules);
  await joinProject(limited, projectId, limitedRole);
  const { token } = await makeMachine(projectId, limitedRole);
  const instance = await testPerson({ instanceAdmin: true });
  const builtin = async (role: BuiltinRole): Promise<Actor> => {
    const person = await testPerson();
    await joinProject(person, projectId, role);
    return { ...common, name: role, person, held: builtinRoles[role].permissions };
  };
  return [
    { ...common, name: "anonymous", person: null, held: null },
    { ...common, name: "other admin", person: stranger, held: null },
    { ...common, name: "no roles", person: idle, held: null },
    { ...common, name: "installation", person: instance, held: null, instanceAdmin: true },
    {
      ...{ ...common, name: "engineering-*", person: limited, limited: true },
      held: limitedRules.map(({ permission }) => permission),
    },
    { ...common, name: "service account", person: null, held: null, limited: true, token },
    await builtin("member"),
    await builtin("auditor"),
    await builtin("editor"),
    await builtin("admin"),
  ];
}

/** The status of who may not, or null for who may. */
export function expectedStatus(
  { person, held, instanceAdmin }: Actor,
  policy: string,
): number | null {
  if (policy === "public") return null;
  if (!person) return 401;
  if (policy === "person") return null;
  if (policy === "installation") return instanceAdmin ? null : 403;
  if (!held) return 404;
  return held.some((permission) => permission === policy) ? null : 403;
}
