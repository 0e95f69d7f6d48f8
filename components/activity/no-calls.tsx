import { Activity } from "lucide-react";
import Link from "next/link";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";

export function NoCalls() {
  const project = useProjectSlug();
  return (
    <Empty
      icon={Activity}
      title="No calls yet"
      action={
        <Button asChild>
          <Link href={`/projects/${project}/endpoints`}>Connect a client</Link>
        </Button>
      }
    >
      As soon as an AI client calls a tool, the call stands here: who made it, what was sent and
      what came back. Open an endpoint and give its address to a client.
    </Empty>
  );
}
