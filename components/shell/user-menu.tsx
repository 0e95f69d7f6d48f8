"use client";

import { ChevronsUpDown, Keyboard, LogOut } from "lucide-react";
import Link from "next/link";
import { Avatar } from "@/components/ui/avatar";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuShortcut,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Kbd } from "@/components/ui/kbd";
import { accountItem } from "./navigation";
import { ThemeItems } from "./theme-items";

export type ShellUser = { name: string; email: string };

type UserMenuProps = { user: ShellUser; onSignOut: () => void; onShowShortcuts: () => void };

export function UserMenu({ user, onSignOut, onShowShortcuts }: UserMenuProps) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={`Signed in as ${user.name}. Open menu`}
        className="flex w-full items-center gap-2.5 rounded-md p-1.5 text-left transition-colors hover:bg-accent aria-expanded:bg-accent"
      >
        <Avatar name={user.name} />
        <span className="grid min-w-0 flex-1">
          <span className="truncate font-medium text-sm">{user.name}</span>
          <span className="truncate text-2xs text-muted-foreground">{user.email}</span>
        </span>
        <ChevronsUpDown aria-hidden="true" className="size-3.5 shrink-0 text-muted-foreground" />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" side="top" className="min-w-56">
        <DropdownMenuItem asChild>
          <Link href={accountItem.href}>
            <accountItem.icon aria-hidden="true" />
            {accountItem.label}
          </Link>
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={onShowShortcuts}>
          <Keyboard aria-hidden="true" />
          Keyboard shortcuts
          <DropdownMenuShortcut>
            <Kbd>?</Kbd>
          </DropdownMenuShortcut>
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <ThemeItems />
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={onSignOut}>
          <LogOut aria-hidden="true" />
          Sign out
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
