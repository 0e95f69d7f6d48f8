import { Check } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { type Step, steps } from "./use-draft";

const labels: Record<Step, string> = {
  name: "Name",
  servers: "Servers",
  tools: "Tools",
  review: "Review",
};

/** Where one is; what is done can be gone back to. */
export function CreateSteps({ current, onGo }: { current: Step; onGo: (step: Step) => void }) {
  const here = steps.indexOf(current);
  return (
    <ol aria-label="Steps" className="flex flex-wrap gap-x-6 gap-y-2 border-b pb-3">
      {steps.map((step, index) => (
        <li key={step} aria-current={index === here ? "step" : undefined}>
          <button
            type="button"
            disabled={index >= here}
            onClick={() => onGo(step)}
            className={cn(
              "flex min-h-6 items-center gap-2 rounded-sm text-muted-foreground text-sm",
              index === here && "font-medium text-foreground",
              index < here && "hover:text-foreground",
            )}
          >
            <span
              className={cn(
                "flex size-5 items-center justify-center rounded-full border text-2xs tabular-nums",
                index === here && "border-primary bg-primary text-primary-foreground",
              )}
            >
              {index < here ? (
                <Check aria-hidden="true" className="size-3 text-success" />
              ) : (
                index + 1
              )}
            </span>
            {labels[step]}
            {index < here ? <span className="sr-only">, done</span> : null}
          </button>
        </li>
      ))}
    </ol>
  );
}
