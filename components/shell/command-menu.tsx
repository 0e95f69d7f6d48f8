"use client";

import * as Dialog from "@radix-ui/react-dialog";
import { Command } from "cmdk";
import { useRouter } from "next/navigation";
import { overlayStyle } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { Spinner } from "@/components/ui/spinner";

export type CommandEntry = {
  id: string;
  /** Heading it stands under: "Go to", "Create", "Servers", "Endpoints". */
  group: string;
  label: string;
  href: string;
  /** At the right: a host, a state. */
  hint?: string | undefined;
  keys?: readonly string[] | undefined;
  keywords?: readonly string[] | undefined;
};

type CommandMenuProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  entries: readonly CommandEntry[];
  pending?: boolean | undefined;
  /** What it is for, where it is not for everything. */
  label?: string | undefined;
  placeholder?: string | undefined;
};

export function CommandMenu({ open, onOpenChange, entries, pending, ...words }: CommandMenuProps) {
  const { label = "Command menu", placeholder = "Search or go to…" } = words;
  const router = useRouter();
  const go = (href: string) => {
    onOpenChange(false);
    router.push(href);
  };
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className={overlayStyle} />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-4 top-[12dvh] z-50 mx-auto max-w-xl overflow-hidden rounded-xl bg-popover shadow-floating outline-none data-[state=closed]:animate-fade-out data-[state=open]:animate-dialog-in"
        >
          <Dialog.Title className="sr-only">{label}</Dialog.Title>
          <Command label={label} loop>
            <Command.Input
              placeholder={placeholder}
              className="h-12 w-full border-b bg-transparent px-4 text-[1rem] outline-none placeholder:text-muted-foreground sm:text-base"
            />
            <Command.List className="max-h-[min(24rem,60dvh)] scroll-py-2 overflow-y-auto p-2">
              <Command.Empty className="px-2 py-8 text-center text-muted-foreground text-sm">
                {pending ? <Spinner label="Searching" /> : "Nothing by that name."}
              </Command.Empty>
              {grouped(entries).map(([group, items]) => (
                <Group key={group} heading={group} items={items} onGo={go} />
              ))}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type GroupProps = { heading: string; items: readonly CommandEntry[]; onGo: (href: string) => void };

function Group({ heading, items, onGo }: GroupProps) {
  return (
    <Command.Group
      heading={heading}
      className="mb-1 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-muted-foreground [&_[cmdk-group-heading]]:text-xs"
    >
      {items.map((item) => (
        <Command.Item
          key={item.id}
          // The id keeps two things of one name apart; people search by the keywords.
          value={item.id}
          keywords={[item.label, ...(item.keywords ?? [])]}
          onSelect={() => onGo(item.href)}
          className="flex min-h-9 cursor-default items-center gap-3 rounded-md px-2 text-sm data-[selected=true]:bg-accent"
        >
          <span className="min-w-0 flex-1 truncate">{item.label}</span>
          {item.hint ? (
            <span className="truncate text-muted-foreground text-xs">{item.hint}</span>
          ) : null}
          {item.keys ? (
            <span className="flex gap-1 max-sm:hidden">
              {item.keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </span>
          ) : null}
        </Command.Item>
      ))}
    </Command.Group>
  );
}

function grouped(entries: readonly CommandEntry[]): [string, CommandEntry[]][] {
  const groups = new Map<string, CommandEntry[]>();
  for (const entry of entries) groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry]);
  return [...groups];
}
