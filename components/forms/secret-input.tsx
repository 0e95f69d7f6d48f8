"use client";

import { useState } from "react";
import { Time } from "@/components/data/time";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";

type StoredSecret = {
  endsWith: string;
  replacedAt: Date | string;
  replacedBy?: string | undefined;
};

type SecretInputProps = {
  /** What the server tells of a stored secret; null when there is none. */
  stored: StoredSecret | null;
  /** The new secret; empty means "keep what is stored". */
  value: string;
  onChange: (value: string) => void;
  name?: string | undefined;
  placeholder?: string | undefined;
};

/** Write-only: what is stored is described, never shown; replacing starts from nothing. */
export function SecretInput({ stored, value, onChange, name, placeholder }: SecretInputProps) {
  const [replacing, setReplacing] = useState(false);
  const keep = () => {
    onChange("");
    setReplacing(false);
  };
  if (stored && !replacing) return <Stored {...stored} onReplace={() => setReplacing(true)} />;
  return (
    <div className="flex gap-2">
      {/* Not a password of this site: managers must neither fill nor keep it. */}
      <Input
        type="password"
        mono
        name={name}
        value={value}
        placeholder={placeholder}
        autoComplete="off"
        data-1p-ignore
        data-lpignore="true"
        spellCheck={false}
        autoFocus={replacing}
        onChange={(event) => onChange(event.target.value)}
      />
      {stored ? (
        <Button variant="secondary" onClick={keep}>
          Keep current
        </Button>
      ) : null}
    </div>
  );
}

function Stored({
  endsWith,
  replacedAt,
  replacedBy,
  onReplace,
}: StoredSecret & { onReplace: () => void }) {
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-2 gap-y-1 rounded-md border bg-muted py-0.5 pr-0.5 pl-2.5 text-sm sm:min-h-8">
      <span className="min-w-0 flex-1 text-muted-foreground">
        <span className="text-foreground">Set</span> · ends in{" "}
        <code className="font-mono text-foreground text-xs">{endsWith}</code> · replaced{" "}
        <Time value={replacedAt} />
        {replacedBy ? ` by ${replacedBy}` : null}
      </span>
      <Button variant="secondary" size="sm" onClick={onReplace}>
        Replace
      </Button>
    </div>
  );
}
