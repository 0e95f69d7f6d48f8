import { Item, ItemGroup } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import { counted } from "./counted";
import type { Server } from "./types";
import { visibleText } from "./visible-text";

/** Tools the server offers and Gatehouse does not take, each with the reason. */
export function RejectedTools({ rejected }: { rejected: Server["rejected"] }) {
  if (rejected.length === 0) return null;
  return (
    <Section
      title={`${counted(rejected.length, "tool")} refused`}
      description="The server offers them, but Gatehouse does not pass them on. Its operator can mend that."
    >
      <ItemGroup className="rounded-xl border bg-card px-3.5">
        {rejected.map(({ name, reason }, index) => (
          <Item
            // biome-ignore lint/suspicious/noArrayIndexKey: names may be doubled, and the list never moves
            key={index}
            title={<code className="break-all font-mono text-xs">{visibleText(name).text}</code>}
            description={`Refused because ${reason}.`}
          />
        ))}
      </ItemGroup>
    </Section>
  );
}
