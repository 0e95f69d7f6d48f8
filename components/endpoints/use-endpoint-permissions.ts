"use client";

import { type Permission, usePermissions } from "@/components/projects/use-permissions";
import type { Endpoint } from "./endpoint-view";

type Act = Extract<Permission, "endpoint.edit" | "endpoint.delete">;

/** As `usePermissions`, for this one endpoint: rules may reach some names and not this one. */
export function useEndpointPermissions({ name, may }: Pick<Endpoint, "name" | "may">) {
  const project = usePermissions();
  const held: Record<Act, boolean> = { "endpoint.edit": may.edit, "endpoint.delete": may.delete };
  return {
    can: (act: Act) => held[act],
    reason: (act: Act): string | undefined =>
      held[act] ? undefined : (project.reason(act) ?? beyond(name)),
  };
}

function beyond(name: string): string {
  return `Your roles allow this for other names, not for “${name}”.`;
}
