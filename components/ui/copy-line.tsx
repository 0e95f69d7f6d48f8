import { cn } from "./cn";
import { CopyButton } from "./copy-button";

type CopyLineProps = { value: string; label: string; className?: string | undefined };

/** One line of mono text with its copy button: a URL, an id, a command. */
export function CopyLine({ value, label, className }: CopyLineProps) {
  return (
    <div
      className={cn(
        "flex min-w-0 items-center gap-1 rounded-md border bg-muted py-0.5 pr-0.5 pl-2.5",
        className,
      )}
    >
      <code className="min-w-0 flex-1 truncate font-mono text-xs" title={value}>
        {value}
      </code>
      <CopyButton value={value} label={label} />
    </div>
  );
}
