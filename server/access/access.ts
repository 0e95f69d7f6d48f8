// In: a person's membership of a project. Out: decisions. Promises to deny what no rule allows, and remembers that it was asked.

import { catalogue, type Permission } from "@/server/access/actions";
import { permissionsOf } from "@/server/access/builtin-roles";
import type { Actor } from "@/server/core/context";
import { AppError } from "@/server/core/errors";

export type Membership = { projectId: string; role: string };

/** What a person may do in one project. */
export class Access {
  readonly projectId: string;
  private readonly held: ReadonlySet<Permission>;
  /** Whether any decision was taken; a door refuses to answer a request that took none. */
  decided = false;

  constructor(membership: Membership) {
    this.projectId = membership.projectId;
    this.held = permissionsOf(membership.role);
  }

  can(permission: Permission): boolean {
    this.decided = true;
    return this.held.has(permission);
  }

  /** Throws `forbidden`, naming the missing permission. */
  require(permission: Permission): void {
    if (this.can(permission)) return;
    throw new AppError(
      "forbidden",
      `This needs the permission “${catalogue[permission]}”. Ask an administrator of the project.`,
      {
        details: { permission },
      },
    );
  }

  /** The condition every query of the project's rows carries. Takes the decision that reading is allowed. */
  where(permission: Permission): { projectId: string } {
    this.require(permission);
    return { projectId: this.projectId };
  }

  /** For pages: which actions to show. */
  list(): Permission[] {
    return [...this.held];
  }
}

/** A person acting in a project: what every verb of a project's domain receives. */
export type Ctx = Actor & { projectId: string; access: Access };

/** The same answer for what is not there and what is not yours. */
export function notFound(subject: string): AppError {
  return new AppError("not_found", `There is no such ${subject}.`);
}
