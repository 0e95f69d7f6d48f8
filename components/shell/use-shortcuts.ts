"use client";

import { useEffect, useEffectEvent } from "react";

export type ShortcutActions = {
  onCommand: () => void;
  onHelp: () => void;
  /** The key pressed after G: "s", "e", "a", "o". */
  onGo: (key: string) => void;
};

const patience = 1200;

/** Single keys for people who live here; silent while typing, while a dialog is open, and with modifiers. */
export function useShortcuts(actions: ShortcutActions) {
  const onCommand = useEffectEvent(actions.onCommand);
  const onHelp = useEffectEvent(actions.onHelp);
  const onGo = useEffectEvent(actions.onGo);
  useEffect(() => {
    let leaderAt = Number.NEGATIVE_INFINITY;
    const single: Record<string, (event: KeyboardEvent) => void> = {
      "?": () => onHelp(),
      "/": (event) => pressOnPage(event, "filter", (control) => control.focus()),
      c: (event) => pressOnPage(event, "create", (control) => control.click()),
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        onCommand();
        return;
      }
      if (event.defaultPrevented || event.repeat || isBusy(event)) return;
      const key = event.key.toLowerCase();
      const afterLeader = event.timeStamp - leaderAt < patience;
      leaderAt = key === "g" && !afterLeader ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (afterLeader) onGo(key);
      else single[key]?.(event);
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, []);
}

function isBusy(event: KeyboardEvent): boolean {
  if (event.metaKey || event.ctrlKey || event.altKey) return true;
  const target = event.target instanceof HTMLElement ? event.target : null;
  const typing = target?.isContentEditable || target?.matches("input, textarea, select");
  return (
    Boolean(typing) || document.querySelector("[role=dialog], [role=menu], [role=listbox]") !== null
  );
}

// A page says which of its controls the key means: data-shortcut="filter" | "create".
function pressOnPage(event: KeyboardEvent, name: string, press: (control: HTMLElement) => void) {
  const control = document.querySelector<HTMLElement>(`[data-shortcut="${name}"]`);
  if (!control) return;
  event.preventDefault();
  press(control);
}
