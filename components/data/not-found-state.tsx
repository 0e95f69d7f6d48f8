import { SearchX } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";

type NotFoundStateProps = {
  what?: string | undefined;
  back?: { href: string; label: string } | undefined;
};

/** "Is not there" and "is not yours" are deliberately the same answer. */
export function NotFoundState({
  what = "page",
  back = { href: "/", label: "Go to the start" },
}: NotFoundStateProps) {
  return (
    <Empty
      icon={SearchX}
      heading="h1"
      title={`This ${what} does not exist`}
      action={
        <Button asChild variant="secondary">
          <Link href={back.href}>{back.label}</Link>
        </Button>
      }
    >
      It may have been deleted or renamed, or you may not have access to it.
    </Empty>
  );
}
