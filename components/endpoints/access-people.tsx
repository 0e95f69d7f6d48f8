import { Time } from "@/components/data/time";
import { WhyList } from "@/components/roles/why-list";
import { counted } from "@/components/servers/counted";
import type { Outputs } from "@/components/trpc/outputs";
import { Item, ItemGroup } from "@/components/ui/item";
import { actionsOf } from "./access-roles";

type Entry = Outputs["roles"]["explainEndpoint"]["people"][number];

/** Everybody with access, folded: a project may have hundreds. */
export function AccessPeople({ people }: { people: readonly Entry[] }) {
  return (
    <details className="border-t pt-3 text-sm">
      <summary className="w-fit cursor-pointer text-muted-foreground hover:text-foreground">
        {counted(people.length, "person", "people")} with access
      </summary>
      <ItemGroup className="max-h-80 overflow-y-auto">
        {people.map(({ person, because }) => (
          <Item
            key={person.id}
            title={
              <>
                {person.name}
                <span className="font-normal text-muted-foreground text-xs">{person.email}</span>
              </>
            }
            description={
              <div className="grid gap-1.5">
                <p>
                  {actionsOf(because)}
                  <Until because={because} />
                </p>
                <WhyList because={because} />
              </div>
            }
          />
        ))}
      </ItemGroup>
    </details>
  );
}

/** When the access ends, if every role behind it does. */
function Until({ because }: { because: Entry["because"] }) {
  const ends = because.map(({ until }) => until?.getTime() ?? Number.POSITIVE_INFINITY);
  const last = Math.max(...ends);
  if (!Number.isFinite(last)) return null;
  return (
    <>
      {" · until "}
      <Time value={last} />
    </>
  );
}
