import { CircleCheck, CircleX, Info, type LucideIcon } from "lucide-react";
import { cn } from "@/components/ui/cn";
import type { Probe } from "./types";

type State = Probe["steps"][number]["state"];

const looks: Record<State, { icon: LucideIcon; text: string; word: string }> = {
  ok: { icon: CircleCheck, text: "text-success", word: "Good:" },
  failed: { icon: CircleX, text: "text-danger", word: "Problem:" },
  info: { icon: Info, text: "text-info", word: "Note:" },
};

/** What a look at an address found, in the order it was found. */
export function ProbeChecklist({ steps }: { steps: Probe["steps"] }) {
  return (
    <ul aria-label="What we found" className="grid gap-2 rounded-lg border bg-card px-3.5 py-3">
      {steps.map(({ key, state, text }) => {
        const { icon: Icon, text: tone, word } = looks[state];
        return (
          <li key={key} className="flex items-start gap-2.5 text-pretty text-sm">
            <Icon aria-hidden="true" className={cn("mt-0.5 size-4 shrink-0", tone)} />
            <span className="min-w-0 break-words">
              <span className="sr-only">{word} </span>
              {text}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
