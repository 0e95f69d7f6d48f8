import { Waypoints } from "lucide-react";
import Link from "next/link";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";

/** For people who use the project without running it. */
export function OverviewMember() {
  const project = useProjectSlug();
  return (
    <Empty
      icon={Waypoints}
      title="Connect your AI client"
      action={
        <>
          <Button asChild>
            <Link href={`/projects/${project}/endpoints`}>See endpoints</Link>
          </Button>
          <Button asChild variant="secondary">
            <Link href="/connections">My connections</Link>
          </Button>
        </>
      }
    >
      Each endpoint of this project is an address that gives your client the tools chosen for it.
    </Empty>
  );
}
