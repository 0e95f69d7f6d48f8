"use client";

import { useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { CopyButton } from "@/components/ui/copy-button";
import { Input } from "@/components/ui/input";
import { JsonLines } from "./json-lines";
import { findInJson } from "./json-rows";
import { type JsonNode, parseJson } from "./json-tree";

type JsonViewProps = {
  /** JSON as it was sent: big numbers, order and duplicate keys are shown as they are. */
  text: string;
  /** "Request", "Response": names the region and its buttons. */
  label: string;
  className?: string | undefined;
};

/** A tree where the text is JSON, the text itself where it is not (cut off, or plain). */
export function JsonView({ text, label, className }: JsonViewProps) {
  const root = useMemo(() => parseJson(text), [text]);
  const [raw, setRaw] = useState(false);
  const [words, setWords] = useState("");
  return (
    <section
      aria-label={label}
      className={cn("min-w-0 overflow-hidden rounded-lg border bg-card", className)}
    >
      <div className="flex h-9 items-center gap-1 border-b pr-1 pl-3">
        <h3 className="flex-1 truncate text-muted-foreground text-xs">{label}</h3>
        {root && !raw ? <Search label={label} value={words} onChange={setWords} /> : null}
        {root ? (
          <Button variant="ghost" size="sm" aria-pressed={raw} onClick={() => setRaw(!raw)}>
            {raw ? "Tree" : "Raw"}
          </Button>
        ) : null}
        <CopyButton value={text} label={`Copy ${label}`} />
      </div>
      {root && !raw ? <Tree root={root} label={label} words={words} /> : <Raw text={text} />}
    </section>
  );
}

function Tree({ root, label, words }: { root: JsonNode; label: string; words: string }) {
  const found = useMemo(() => findInJson(root, words), [root, words]);
  return (
    <>
      <p
        role="status"
        className={cn("border-b px-3 py-1 text-muted-foreground text-xs", !found && "sr-only")}
      >
        {found ? `${found.hits.size} found` : ""}
      </p>
      <JsonLines root={root} label={label} found={found} />
    </>
  );
}

function Search({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (words: string) => void;
}) {
  return (
    <Input
      type="search"
      aria-label={`Search in ${label}`}
      placeholder="Search"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className="h-7 w-36 border-border bg-transparent text-xs shadow-none sm:h-7 sm:text-xs"
    />
  );
}

function Raw({ text }: { text: string }) {
  return (
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      className="max-h-[28rem] overflow-auto whitespace-pre-wrap break-words px-3 py-2.5 font-mono text-xs -outline-offset-2"
    >
      {text}
    </pre>
  );
}
