"use client";

import { ChevronRight, Route } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { CopyButton } from "@/components/ui/copy-button";
import { type JsonRow, textOf } from "./json-rows";
import { type JsonNode, writeJson } from "./json-tree";
import { RedactedText } from "./redacted-text";

type JsonLineProps = {
  row: JsonRow;
  active: boolean;
  hit: boolean;
  onFocus: () => void;
  onToggle: () => void;
  onShowMore: () => void;
};

export function JsonLine({ row, active, hit, onFocus, onToggle, onShowMore }: JsonLineProps) {
  return (
    <div
      role="treeitem"
      aria-level={row.depth + 1}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-expanded={row.open}
      tabIndex={active ? 0 : -1}
      onFocus={onFocus}
      className={cn(
        "group/line relative flex items-start gap-1 pr-16 font-mono text-xs -outline-offset-2 hover:bg-muted",
        hit && "bg-warning-subtle",
      )}
      style={{ paddingLeft: `${0.5 + row.depth}rem` }}
    >
      <Toggle row={row} onToggle={onToggle} />
      <div className="min-w-0 flex-1 py-0.5">
        {row.label === undefined ? null : (
          <span className="text-muted-foreground">
            <RedactedText text={row.label} />:{" "}
          </span>
        )}
        <Value node={row.node} onToggle={onToggle} />
        {row.hidden > 0 ? (
          <Button
            variant="link"
            size="sm"
            className="ml-2 text-xs"
            tabIndex={active ? 0 : -1}
            onClick={onShowMore}
          >
            Show more ({row.hidden} hidden)
          </Button>
        ) : null}
      </div>
      <LineActions row={row} active={active} />
    </div>
  );
}

// For the mouse; the keyboard opens and closes by the line itself, which carries aria-expanded.
function Toggle({ row, onToggle }: { row: JsonRow; onToggle: () => void }) {
  if (row.open === undefined) return <span className="w-4 shrink-0" />;
  return (
    <span
      aria-hidden="true"
      onClick={onToggle}
      className="flex h-[1.375rem] w-4 shrink-0 cursor-pointer items-center"
    >
      <ChevronRight
        className={cn(
          "size-3.5 text-muted-foreground transition-transform",
          row.open && "rotate-90",
        )}
      />
    </span>
  );
}

const colours = {
  string: "text-success",
  number: "text-link",
  boolean: "text-warning",
  null: "text-muted-foreground",
};

function Value({ node, onToggle }: { node: JsonNode; onToggle: () => void }) {
  if (node.kind === "object" || node.kind === "array") {
    const size = node.kind === "object" ? node.members.length : node.items.length;
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: a larger target for the mouse; keys are handled by the tree
      <span
        onClick={onToggle}
        onKeyDown={undefined}
        className="cursor-default text-muted-foreground"
      >
        {node.kind === "object" ? `{${size}}` : `[${size}]`}
      </span>
    );
  }
  return node.kind === "string" ? (
    <Text text={textOf(node)} />
  ) : (
    <span className={colours[node.kind]}>{node.raw}</span>
  );
}

const longest = 600;

function Text({ text }: { text: string }) {
  const [whole, setWhole] = useState(false);
  const cut = !whole && text.length > longest;
  return (
    <span className={cn("whitespace-pre-wrap break-words", colours.string)}>
      &quot;
      <RedactedText text={cut ? text.slice(0, longest) : text} />
      &quot;
      {cut ? (
        <Button variant="link" size="sm" className="ml-1 text-xs" onClick={() => setWhole(true)}>
          … {(text.length - longest).toLocaleString("en")} more characters
        </Button>
      ) : null}
    </span>
  );
}

function LineActions({ row, active }: { row: JsonRow; active: boolean }) {
  const shared = { className: "size-6", tabIndex: active ? 0 : -1 };
  const value = () => (row.node.kind === "string" ? textOf(row.node) : writeJson(row.node));
  return (
    <span className="absolute top-0 right-1 hidden group-focus-within/line:flex group-hover/line:flex">
      {row.path ? <CopyButton value={row.path} label="Copy path" icon={Route} {...shared} /> : null}
      <CopyButton value={value} label="Copy value" {...shared} />
    </span>
  );
}
