"use client";

import { useQuery } from "@tanstack/react-query";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { useDebounced } from "@/components/roles/use-debounced";
import { counted } from "@/components/servers/counted";
import { useTRPC } from "@/components/trpc/client";
import { Banner } from "@/components/ui/banner";
import type { Endpoint } from "./endpoint-view";

type RenameNoticeProps = { endpoint: Endpoint; name: string };

/** Whom another name cuts off or lets in, while it is being typed: roles may look at names. */
export function RenameNotice({ endpoint, name }: RenameNoticeProps) {
  const { data } = useRenaming(endpoint, name.trim());
  const { losing = [], gaining = [], clients = 0 } = data ?? {};
  if (losing.length === 0 && gaining.length === 0) return null;
  return (
    <Banner tone={losing.length > 0 ? "warning" : "info"}>
      {losing.length > 0 ? (
        <p>
          {`${namesOf(losing)} may no longer connect to an endpoint of this name: ${counted(clients, "AI client")} ${clients === 1 ? "loses" : "lose"} access when it is saved.`}
        </p>
      ) : null}
      {gaining.length > 0 ? <p>{`${namesOf(gaining)} may connect to it then.`}</p> : null}
    </Banner>
  );
}

function useRenaming({ slug, name: before }: Endpoint, typed: string) {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const { can } = usePermissions();
  const name = useDebounced(typed, typed);
  const asked = name !== "" && name !== before && name === typed;
  const enabled = asked && can("role.read") && can("member.read");
  const query = useQuery(
    trpc.roles.explainRenaming.queryOptions({ project, endpoint: slug, name }, { enabled }),
  );
  return enabled ? query : { data: undefined };
}

/** The first of them by name, and how many more. */
function namesOf(people: readonly { name: string }[]): string {
  const shown = people.slice(0, 3).map(({ name }) => name);
  const more = people.length - shown.length;
  const named = more > 0 ? [...shown, `${more} more`] : shown;
  return new Intl.ListFormat("en").format(named);
}
