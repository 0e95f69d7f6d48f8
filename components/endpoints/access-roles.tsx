import Link from "next/link";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { actionWord } from "@/components/roles/catalogue-words";
import { WhyList } from "@/components/roles/why-list";
import { counted } from "@/components/servers/counted";
import type { Outputs } from "@/components/trpc/outputs";
import { Item, ItemGroup } from "@/components/ui/item";

type Roles = Outputs["roles"]["explainEndpoint"]["roles"];

/** The roles that reach the endpoint, what they allow with it, and by which rules. */
export function AccessRoles({ roles }: { roles: Roles }) {
  const base = `/projects/${useProjectSlug()}/roles`;
  const reaching = roles.filter(({ because }) => because.length > 0);
  return (
    <ItemGroup aria-label="Roles with access">
      {reaching.map(({ key, name, members, because }) => (
        <Item
          key={key}
          title={
            <>
              <Link href={`${base}/${key}`} className="underline-offset-4 hover:underline">
                {name}
              </Link>
              <span className="font-normal text-muted-foreground text-xs">
                {counted(members, "member")}
              </span>
            </>
          }
          description={
            <details>
              <summary className="w-fit cursor-pointer hover:text-foreground">
                {actionsOf(because)}
              </summary>
              <div className="pt-1.5 pl-4">
                <WhyList because={because} />
              </div>
            </details>
          }
        />
      ))}
    </ItemGroup>
  );
}

/** "See, Connect". */
export function actionsOf(because: readonly { permission: string }[]): string {
  return [...new Set(because.map(({ permission }) => actionWord(permission)))].join(", ");
}
