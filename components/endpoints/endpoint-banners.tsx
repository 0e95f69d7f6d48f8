import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import type { Endpoint } from "./endpoint-view";
import { countExposed } from "./tool-filter";
import { useEndpointPermissions } from "./use-endpoint-permissions";
import { useEndpointToggle } from "./use-endpoint-toggle";

/** What keeps clients from using the endpoint. */
export function EndpointBanners({ endpoint }: { endpoint: Endpoint }) {
  const { toggle, pending } = useEndpointToggle();
  const { reason } = useEndpointPermissions(endpoint);
  if (!endpoint.enabled) {
    return (
      <Banner
        tone="warning"
        title="This endpoint is off"
        action={
          <Button
            size="sm"
            pending={pending}
            disabledReason={reason("endpoint.edit")}
            onClick={() => toggle({ endpoint: endpoint.slug, enabled: true })}
          >
            Turn on
          </Button>
        }
      >
        Clients reach nothing here until it is on again. They keep their access.
      </Banner>
    );
  }
  if (endpoint.groups.length > 0 && countExposed(endpoint.groups) === 0) {
    return (
      <Banner tone="warning" title="No tools are exposed">
        A client that connects finds nothing to call. Turn on the tools it should have.
      </Banner>
    );
  }
  return null;
}
