import Link from "next/link";
import { useRouter } from "next/navigation";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { type CallItem, CallTable } from "./call-table";

export function OverviewRecent({ calls }: { calls: readonly CallItem[] }) {
  const project = useProjectSlug();
  const router = useRouter();
  const activity = `/projects/${project}/activity`;
  return (
    <Section
      title="Recent calls"
      actions={
        <Button asChild variant="ghost" size="sm">
          <Link href={activity}>All activity</Link>
        </Button>
      }
    >
      <CallTable calls={calls} onOpen={(id) => router.push(`${activity}?call=${id}`)} />
    </Section>
  );
}
