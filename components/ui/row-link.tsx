"use client";

import Link from "next/link";
import { type ComponentProps, useEffect, useRef } from "react";
import { cn } from "./cn";

/** Inside a `TableRowHeader`: its target is the whole row, its name is the text, other controls stay on top. */
export function RowLink({ className, ...props }: ComponentProps<typeof Link>) {
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => pressedAboveIt(link.current), []);
  return (
    <Link
      ref={link}
      className={cn(
        "font-medium text-foreground after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-ring focus-visible:after:-outline-offset-2",
        className,
      )}
      {...props}
    />
  );
}

const controls = "a, button, input, label, [role=switch], [role=checkbox]";

/** What lies above the link to say more under the pointer, as a time does, is the row all the same, whatever key is held. */
function pressedAboveIt(link: HTMLAnchorElement | null) {
  const row = link?.closest("tr");
  const press = (event: MouseEvent) => {
    const isControl = event.target instanceof Element && event.target.closest(controls);
    // Who selects a time wants to copy it.
    const isSelecting = getSelection()?.isCollapsed === false;
    if (isControl || isSelecting) return;
    // The middle button opens a link in a new tab, and so does a click with Ctrl or Cmd.
    const keys = event.button === 1 ? { bubbles: true, ctrlKey: true, metaKey: true } : event;
    if (event.button <= 1) link?.dispatchEvent(new MouseEvent("click", keys));
  };
  row?.addEventListener("click", press);
  row?.addEventListener("auxclick", press);
  return () => {
    row?.removeEventListener("click", press);
    row?.removeEventListener("auxclick", press);
  };
}
