import { Check } from "lucide-react";
import { cn } from "@/components/ui/cn";

/** Where in a short sequence one is. */
export function Steps({ labels, current }: { labels: readonly string[]; current: number }) {
  return (
    <ol className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
      {labels.map((label, index) => (
        <li
          key={label}
          aria-current={index === current ? "step" : undefined}
          className={cn(
            "flex items-center gap-1.5",
            index === current ? "font-medium text-foreground" : "text-muted-foreground",
          )}
        >
          <span
            className={cn(
              "grid size-4.5 place-items-center rounded-full text-2xs tabular-nums",
              index === current ? "bg-primary text-primary-foreground" : "border",
            )}
          >
            {index < current ? <Check aria-label="Done" className="size-3" /> : index + 1}
          </span>
          {label}
        </li>
      ))}
    </ol>
  );
}
