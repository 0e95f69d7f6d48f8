// In: what a person may do in a project. Out: decisions. Promises to deny what no rule allows, that an endpoint
// permission is never decided without the endpoint's name, and remembers that it was asked.
import {
  catalogue,
  type EndpointPermission,
  type Permission,
  type ProjectPermission,
  permissions,
} from "@/server/access/actions";
import type { Rights } from "@/server/access/rights";
import type { Actor } from "@/server/core/context";
import { AppError } from "@/server/core/errors";

type Named = { name: string };

/** What a person may do in one project, for the length of one request. */
export class Access {
  /** Whether any decision was taken; a door refuses to answer a request that took none. */
  decided = false;

  constructor(
    readonly projectId: string,
    readonly rights: Rights,
  ) {}

  can(permission: ProjectPermission): boolean;
  can(permission: EndpointPermission, endpoint: Named): boolean;
  can(permission: Permission, endpoint?: Named): boolean {
    this.decided = true;
    return endpoint
      ? this.rights.allows(permission as EndpointPermission, endpoint.name)
      : this.rights.holdsAll(permission);
  }

  /** Whether it is held for the project or for at least some endpoints: which of them, `can` decides. */
  canSome(permission: Permission): boolean {
    this.decided = true;
    return this.rights.holdsSome(permission);
  }

  /** Throws `forbidden`, naming the missing permission. */
  require(permission: ProjectPermission): void;
  require(permission: EndpointPermission, endpoint: Named): void;
  require(permission: Permission, endpoint?: Named): void {
    const held = endpoint
      ? this.can(permission as EndpointPermission, endpoint)
      : this.can(permission as ProjectPermission);
    if (!held) throw forbidden(permission, endpoint);
  }

  /** As `canSome`; throws `forbidden`. */
  requireSome(permission: Permission): void {
    if (!this.canSome(permission)) throw forbidden(permission);
  }

  /** The condition every query of the project's rows carries. Takes the decision that reading is allowed. */
  where(permission: ProjectPermission): { projectId: string } {
    this.require(permission);
    return { projectId: this.projectId };
  }

  /** For pages: which actions to show. */
  list(): Permission[] {
    return permissions.filter((permission) => this.rights.holdsSome(permission));
  }
}

function forbidden(permission: Permission, endpoint?: Named): AppError {
  const needs = `This needs the permission “${catalogue[permission]}”`;
  const where = endpoint ? ` for endpoints named “${endpoint.name}”` : "";
  return new AppError("forbidden", `${needs}${where}. Ask an administrator of the project.`, {
    details: { permission },
  });
}

/** A person acting in a project: what every verb of a project's domain receives. */
export type Ctx = Actor & { projectId: string; access: Access };

/** The same answer for what is not there and what is not yours. */
export function notFound(subject: string): AppError {
  return new AppError("not_found", `There is no such ${subject}.`);
}
