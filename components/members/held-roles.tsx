import { Time } from "@/components/data/time";
import { StatusBadge } from "@/components/ui/status-badge";

type Held = {
  /** A name is null for a role that was deleted since. */
  roles: readonly { key: string; name: string | null; until: Date | null }[];
  ended?: boolean | undefined;
};

/** What somebody holds, and until when. */
export function HeldRoles({ member }: { member: Held }) {
  if (member.ended) return <StatusBadge tone="warning" label="Roles have ended" />;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-0.5">
      {member.roles.map(({ key, name, until }, index) => (
        <span key={key}>
          {name ?? "A deleted role"}
          {until ? (
            <span className="font-normal text-muted-foreground text-xs">
              {" "}
              ends <Time value={until} />
            </span>
          ) : null}
          {index < member.roles.length - 1 ? "," : null}
        </span>
      ))}
    </span>
  );
}
