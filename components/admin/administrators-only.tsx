import { ForbiddenState } from "@/components/data/forbidden-state";
import { Page } from "@/components/ui/page";

/** What everybody else sees of the installation's pages. */
export function AdministratorsOnly() {
  return (
    <Page>
      <ForbiddenState
        permission="installation: administer"
        grantors={["An administrator of the installation"]}
      />
    </Page>
  );
}
