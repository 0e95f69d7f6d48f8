import { Lock } from "lucide-react";
import { Empty } from "@/components/ui/empty";

type ForbiddenStateProps = {
  /** The missing permission, as the roles page names it: "servers: create". */
  permission: string;
  /** People who can grant it. */
  grantors?: readonly string[] | undefined;
};

export function ForbiddenState({ permission, grantors = [] }: ForbiddenStateProps) {
  return (
    <Empty icon={Lock} heading="h1" title="You may not see this">
      <p>
        It needs the permission{" "}
        <code className="font-mono text-foreground text-xs">{permission}</code>.
      </p>
      <p>
        {grantors.length > 0
          ? `${new Intl.ListFormat("en", { type: "disjunction" }).format(grantors)} can grant it.`
          : "An administrator of this project can grant it."}
      </p>
    </Empty>
  );
}
