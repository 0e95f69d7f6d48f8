"use client";

import { parseAsBoolean, parseAsString, useQueryStates } from "nuqs";
import { ForbiddenState } from "@/components/data/forbidden-state";
import { usePermissions, useProject, useProjectSlug } from "@/components/projects/use-permissions";
import { Page } from "@/components/ui/page";
import { PageHeader } from "@/components/ui/page-header";
import { AddServerForm } from "./add-server-form";
import { AddressStep } from "./address-step";
import { Step } from "./step";
import { useProbe } from "./use-probe";

/**
 * `url` is looked at as soon as it stands in the address bar; `anyway` goes on although nothing was found there; `origin`
 * was confirmed for how people sign in there.
 */
const place = {
  url: parseAsString.withDefault(""),
  anyway: parseAsBoolean.withDefault(false),
  origin: parseAsString,
};

export function AddServerView() {
  const { denied } = usePermissions();
  const { data: project } = useProject();
  const servers = `/projects/${useProjectSlug()}/servers`;
  return (
    <Page width="narrow">
      <PageHeader title="Add server" breadcrumb={[{ label: "Servers", href: servers }]} />
      {denied("server.create") ? (
        <ForbiddenState permission="server.create" grantors={project?.administrators} />
      ) : (
        <Steps />
      )}
    </Page>
  );
}

function Steps() {
  const [{ url, anyway, origin }, setPlace] = useQueryStates(place, { history: "push" });
  const probe = useProbe(url, origin ?? undefined);
  const { data } = probe;
  // A refused address stays refused: adding the server would be refused as well.
  const possible = data !== undefined && !data.ok && !refused(data.code);
  const found = data?.ok || data?.needsSignIn;
  const open = url !== "" && !probe.isFetching && (found || (possible && anyway));
  const check = (next: string) => {
    if (next === url) void probe.refetch();
    else void setPlace({ url: next, anyway: null, origin: null });
  };
  return (
    <div>
      <AddressStep
        url={url}
        probe={probe}
        onCheck={check}
        onConfirm={(confirmed) => void setPlace({ origin: confirmed })}
        onAnyway={possible && !found && !anyway ? () => void setPlace({ anyway: true }) : undefined}
      />
      {open ? (
        <AddServerForm
          key={`${url} ${origin}`}
          url={url}
          metadataOrigin={origin ?? undefined}
          probe={found ? data : undefined}
        />
      ) : (
        <Ahead />
      )}
    </div>
  );
}

function refused(code: string | null): boolean {
  return code === "egress_blocked" || code === "bad_request";
}

const ahead = ["Sign-in", "Whose account", "Name"];

function Ahead() {
  return ahead.map((title, index) => (
    <Step key={title} number={index + 2} title={title} ahead>
      {null}
    </Step>
  ));
}
