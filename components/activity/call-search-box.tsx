"use client";

import { Search } from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import { cn } from "@/components/ui/cn";
import { Input } from "@/components/ui/input";
import { InputAddon, InputGroup } from "@/components/ui/input-group";
import { Kbd } from "@/components/ui/kbd";
import type { CallValues } from "./call-filter-params";
import { type Choices, parseWords, type Suggestion, suggest } from "./filter-words";

type CallSearchBoxProps = {
  choices: Choices | undefined;
  onAdd: (change: Partial<CallValues>) => void;
};

/** Words and `key:value`, with completion; Enter makes filters of what was typed. */
export function CallSearchBox({ choices, onAdd }: CallSearchBoxProps) {
  const list = useId();
  const [typed, setTyped] = useState("");
  const [isOpen, setOpen] = useState(false);
  const [marked, setMarked] = useState(-1);
  const suggestions = isOpen ? suggest(typed, choices) : [];
  const change = (text: string) => {
    setTyped(text);
    setOpen(true);
    setMarked(-1);
  };
  const enter = () => {
    const chosen = suggestions[marked];
    if (chosen) return change(chosen.insert);
    if (typed.trim()) onAdd(parseWords(typed, choices));
    setTyped("");
    setOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && isOpen) setOpen(false);
    else if (event.key === "Enter") enter();
    else if (step) {
      setOpen(true);
      const places = suggestions.length + 1;
      // One place before the first is the text itself.
      setMarked(((marked + 1 + step + places) % places) - 1);
    } else return;
    event.preventDefault();
  };
  const shown = suggestions.length > 0;
  return (
    <div className="relative min-w-0 flex-1 basis-64">
      <InputGroup>
        <InputAddon>
          <Search aria-hidden="true" />
        </InputAddon>
        <Input
          role="combobox"
          aria-label="Search calls"
          aria-expanded={shown}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={shown && marked >= 0 ? `${list}-${marked}` : undefined}
          placeholder="Search, or tool:name  duration>500  only:errors"
          data-shortcut="filter"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={200}
          value={typed}
          onChange={(event) => change(event.target.value)}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
        />
        <InputAddon className="max-sm:hidden" aria-hidden="true">
          <Kbd>/</Kbd>
        </InputAddon>
      </InputGroup>
      <Suggestions
        id={list}
        suggestions={suggestions}
        marked={marked}
        onChoose={({ insert }) => change(insert)}
      />
    </div>
  );
}

type SuggestionsProps = {
  id: string;
  suggestions: readonly Suggestion[];
  marked: number;
  onChoose: (suggestion: Suggestion) => void;
};

function Suggestions({ id, suggestions, marked, onChoose }: SuggestionsProps) {
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Suggestions"
      hidden={suggestions.length === 0}
      className="absolute top-full z-40 mt-1 max-h-80 w-full min-w-64 overflow-y-auto rounded-lg bg-popover p-1 shadow-floating"
    >
      {suggestions.map((suggestion, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keyboard
        // biome-ignore lint/a11y/useFocusableInteractive: it is named by aria-activedescendant
        <div
          key={suggestion.insert}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === marked}
          className={cn(
            "flex min-h-8 cursor-default items-center gap-3 rounded-md px-2 py-1 text-sm hover:bg-accent",
            index === marked && "bg-accent",
          )}
          // A press would take the focus from the field, and the list with it.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(suggestion)}
        >
          <span className="truncate font-mono text-xs">{suggestion.label}</span>
          {suggestion.hint ? (
            <span className="truncate text-muted-foreground text-xs">{suggestion.hint}</span>
          ) : null}
        </div>
      ))}
    </div>
  );
}
