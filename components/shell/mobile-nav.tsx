"use client";

import { Menu, Search } from "lucide-react";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Sheet, SheetContent, SheetTrigger } from "@/components/ui/sheet";
import { Brand } from "./brand";
import { Sidebar, type SidebarProps } from "./sidebar";

/** Below 768 px the sidebar is a sheet behind one button. */
export function MobileNav(props: SidebarProps) {
  const path = usePathname();
  const [openOn, setOpenOn] = useState<string>();
  const close = () => setOpenOn(undefined);
  return (
    <header className="sticky top-0 z-30 flex h-12 items-center gap-1 border-b bg-background px-2 md:hidden">
      {/* Open for one path only: following a link closes it. */}
      <Sheet open={openOn === path} onOpenChange={(open) => setOpenOn(open ? path : undefined)}>
        <SheetTrigger asChild>
          <Button variant="ghost" size="icon" aria-label="Open navigation">
            <Menu aria-hidden="true" />
          </Button>
        </SheetTrigger>
        <SheetContent side="left" title="Navigation" titleHidden className="bg-sidebar">
          <Sidebar
            {...props}
            onSearch={after(close, props.onSearch)}
            onShowShortcuts={after(close, props.onShowShortcuts)}
          />
        </SheetContent>
      </Sheet>
      <Brand className="flex-1" />
      <Button variant="ghost" size="icon" aria-label="Search" onClick={props.onSearch}>
        <Search aria-hidden="true" />
      </Button>
    </header>
  );
}

function after(first: () => void, second: () => void) {
  return () => {
    first();
    second();
  };
}
