import { Time } from "@/components/data/time";
import { counted } from "@/components/servers/counted";
import { Avatar } from "@/components/ui/avatar";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Item, ItemGroup } from "@/components/ui/item";
import type { Role } from "./types";

/** Who holds the role; not there for people who may not see members. */
export function HoldersCard({ role: { holders } }: { role: Role }) {
  if (!holders) return null;
  if (holders.length === 0)
    return (
      <Card>
        <CardHeader title="Held by" description="Nobody yet." className="pb-3.5" />
      </Card>
    );
  return (
    <Card>
      <CardHeader title="Held by" description={counted(holders.length, "member")} />
      <CardBody className="max-h-80 overflow-y-auto pt-1 pb-2">
        <ItemGroup>
          {holders.map(({ id, name, email, until }) => (
            <Item
              key={id}
              media={<Avatar name={name} />}
              title={name}
              description={
                until ? (
                  <>
                    {email} · until <Time value={until} />
                  </>
                ) : (
                  email
                )
              }
            />
          ))}
        </ItemGroup>
      </CardBody>
    </Card>
  );
}
