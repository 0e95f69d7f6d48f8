"use client";

import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";

export const steps = ["name", "servers", "tools", "review"] as const;
export type Step = (typeof steps)[number];

export type Draft = {
  name: string;
  description: string;
  serverIds: string[];
  toolIds: string[];
};

export type Wizard = {
  step: Step;
  draft: Draft;
  /** Keeps what a step settled. */
  keep: (part: Partial<Draft>) => void;
  go: (step: Step) => void;
};

/** The endpoint being made. The step is in the address, so that Back goes a step back. */
export function useDraft(): Wizard {
  const [asked, setAsked] = useQueryState(
    "step",
    parseAsStringLiteral(steps).withDefault("name").withOptions({ history: "push" }),
  );
  const [draft, setDraft] = useState<Draft>({
    name: "",
    description: "",
    serverIds: [],
    toolIds: [],
  });
  return {
    // After a reload the draft is gone, and every other step would build on nothing.
    step: draft.name === "" ? "name" : asked,
    draft,
    keep: (part) => setDraft((old) => ({ ...old, ...part })),
    go: (step) => void setAsked(step),
  };
}
