"use client";

import { parseAsString, useQueryState } from "nuqs";
import { ForbiddenState } from "@/components/data/forbidden-state";
import { LeaveGuard } from "@/components/forms/leave-guard";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { Page } from "@/components/ui/page";
import { PageHeader } from "@/components/ui/page-header";
import { CreateNameStep } from "./create-name-step";
import { CreateReviewStep } from "./create-review-step";
import { CreateServersStep } from "./create-servers-step";
import { CreateSteps } from "./create-steps";
import { CreateToolsStep } from "./create-tools-step";
import { EndpointCreated } from "./endpoint-created";
import { useDraft } from "./use-draft";

/** Name, servers, tools, review; then the address. */
export function CreateEndpoint() {
  const project = useProjectSlug();
  const [created, setCreated] = useQueryState("created", parseAsString);
  const wizard = useDraft();
  const { step, draft } = wizard;
  if (usePermissions().denied("endpoint.create")) {
    return (
      <Page width="narrow">
        <ForbiddenState permission="endpoint.create" />
      </Page>
    );
  }
  return (
    <Page width="narrow">
      <PageHeader
        title="Create endpoint"
        breadcrumb={[{ href: `/projects/${project}/endpoints`, label: "Endpoints" }]}
      />
      {created ? (
        <EndpointCreated slug={created} />
      ) : (
        <>
          <CreateSteps current={step} onGo={wizard.go} />
          {step === "name" ? <CreateNameStep {...wizard} /> : null}
          {step === "servers" ? <CreateServersStep {...wizard} /> : null}
          {step === "tools" ? <CreateToolsStep {...wizard} /> : null}
          {step === "review" ? (
            <CreateReviewStep {...wizard} onCreated={(slug) => void setCreated(slug)} />
          ) : null}
          <LeaveGuard active={draft.name !== ""} />
        </>
      )}
    </Page>
  );
}
