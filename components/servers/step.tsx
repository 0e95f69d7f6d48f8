import { type ReactNode, useId } from "react";
import { cn } from "@/components/ui/cn";

type StepProps = {
  number: number;
  title: string;
  hint?: ReactNode;
  done?: boolean | undefined;
  /** Not yet reached. */
  ahead?: boolean | undefined;
  children: ReactNode;
};

/** One question of a longer form: a number on a line that leads to the next. */
export function Step({ number, title, hint, done, ahead, children }: StepProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="group grid grid-cols-[1.75rem_minmax(0,1fr)] gap-x-3 sm:gap-x-4"
    >
      <div className="flex flex-col items-center gap-2">
        <span
          aria-hidden="true"
          className={cn(
            "flex size-7 items-center justify-center rounded-full border font-medium text-xs tabular-nums",
            done ? "border-primary bg-primary text-primary-foreground" : "bg-card",
            ahead && "text-muted-foreground",
          )}
        >
          {number}
        </span>
        <span aria-hidden="true" className="w-px flex-1 bg-border group-last:hidden" />
      </div>
      <div className="grid min-w-0 gap-3 pt-1 pb-8">
        <div className="grid gap-0.5">
          <h2
            id={id}
            className={cn("font-semibold text-base leading-5", ahead && "text-muted-foreground")}
          >
            {title}
          </h2>
          {hint ? <p className="text-pretty text-muted-foreground text-sm">{hint}</p> : null}
        </div>
        {children}
      </div>
    </section>
  );
}
