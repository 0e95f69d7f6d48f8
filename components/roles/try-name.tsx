"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PreviewEndpoint } from "./preview-endpoint";
import type { Role } from "./types";
import { useDebounced } from "./use-debounced";
import { useTriedName } from "./use-preview";

type TryNameProps = { role: Role | null; person: string | null };

/** The same question about a name that no endpoint has yet: before one is created or renamed. */
export function TryName({ role, person }: TryNameProps) {
  const [typed, setTyped] = useState("");
  const name = useDebounced(typed.trim(), typed.trim());
  const { data } = useTriedName({ role, person }, name);
  return (
    <div className="grid gap-1">
      <Field label="If an endpoint were named" optional>
        <Input
          mono
          placeholder="prod-x"
          maxLength={80}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </Field>
      <ul aria-live="polite" aria-label="The tried name">
        {data ? <PreviewEndpoint name={data.name} because={data.because} /> : null}
      </ul>
    </div>
  );
}
