import { X } from "lucide-react";
import { formatDuration } from "@/components/data/format";
import { Button } from "@/components/ui/button";
import type { CallValues } from "./call-filter-params";
import type { Choices } from "./filter-words";
import { outcomeLabel } from "./outcome-badge";
import type { CallFilterState } from "./use-call-filter";

type FilterChipsProps = { state: CallFilterState; choices: Choices | undefined };

/** What is set, each with the way to take it off. */
export function FilterChips({ state, choices }: FilterChipsProps) {
  const chips = chipsOf(state.values, choices);
  if (chips.length === 0) return null;
  return (
    <ul aria-label="Filters" className="flex flex-wrap items-center gap-1.5">
      {chips.map(({ name, value, without }) => (
        <li key={`${name} ${value}`} className="min-w-0 max-w-full">
          <button
            type="button"
            onClick={() => state.set(without)}
            className="inline-flex h-7 max-w-full items-center gap-1.5 rounded-md border bg-muted px-2 text-xs hover:bg-accent"
          >
            <span className="sr-only">Remove filter </span>
            <span className="text-muted-foreground">{name}</span>
            <span className="truncate">{value}</span>
            <X aria-hidden="true" className="size-3 shrink-0 text-muted-foreground" />
          </button>
        </li>
      ))}
      <li>
        <Button variant="ghost" size="sm" onClick={state.clear}>
          Clear filters
        </Button>
      </li>
    </ul>
  );
}

/** An empty list is nothing set, also in the address. */
function without<T>(all: T[] | null, one: T): T[] | null {
  const rest = all?.filter((other) => other !== one) ?? [];
  return rest.length > 0 ? rest : null;
}

type Chip = { name: string; value: string; without: Partial<CallValues> };

function chipsOf(values: CallValues, choices: Choices | undefined): Chip[] {
  const { outcome, only, min, max, error, q } = values;
  const chips: Chip[] = (
    ["endpoint", "server", "tool", "method", "person", "client"] as const
  ).flatMap((name) => {
    const value = values[name];
    if (!value) return [];
    const known = choices?.[name].find((one) => one.value === value);
    return { name, value: known?.label ?? value, without: { [name]: null } };
  });
  for (const one of outcome ?? [])
    chips.push({
      ...{ name: "outcome", value: outcomeLabel(one) },
      without: { outcome: without(outcome, one) },
    });
  for (const one of only ?? [])
    chips.push({
      ...{ name: "only", value: one },
      without: { only: without(only, one) },
    });
  if (min !== null)
    chips.push({ name: "duration", value: `≥ ${formatDuration(min)}`, without: { min: null } });
  if (max !== null)
    chips.push({ name: "duration", value: `< ${formatDuration(max)}`, without: { max: null } });
  if (error) chips.push({ name: "error", value: error, without: { error: null } });
  if (q) chips.push({ name: "text", value: q, without: { q: null } });
  return chips;
}
