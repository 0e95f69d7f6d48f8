import { Banner } from "@/components/ui/banner";
import { CopyLine } from "@/components/ui/copy-line";
import type { InvitationLink } from "./types";

type LinkListProps = { links: readonly InvitationLink[]; members?: readonly string[] | undefined };

/** Links as they are shown this once. */
export function LinkList({ links, members = [] }: LinkListProps) {
  return (
    <>
      {members.length > 0 ? (
        <Banner tone="info" live>
          {new Intl.ListFormat("en").format(members)} {members.length === 1 ? "is" : "are"} in the
          project already.
        </Banner>
      ) : null}
      {links.length > 0 ? (
        <p className="text-pretty text-muted-foreground text-sm">
          Pass each link on to its person; Gatehouse sends no e-mail. It works once, for 24 hours,
          and only for this address. It is not shown again, but you can make a new one.
        </p>
      ) : null}
      <ul className="grid gap-3">
        {links.map(({ id, email, url }) => (
          <li key={id} className="grid min-w-0 gap-1">
            <span className="truncate font-medium text-sm">{email}</span>
            <CopyLine value={url} label={`Copy the link for ${email}`} />
          </li>
        ))}
      </ul>
    </>
  );
}
