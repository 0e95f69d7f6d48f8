import { cn } from "./cn";
import { CopyButton } from "./copy-button";

type CodeBlockProps = {
  code: string;
  /** Names the block for those who hear it, and is shown above it. */
  label: string;
  wrap?: boolean | undefined;
  className?: string | undefined;
};

export function CodeBlock({ code, label, wrap, className }: CodeBlockProps) {
  return (
    <figure className={cn("min-w-0 overflow-hidden rounded-lg border bg-muted", className)}>
      <figcaption className="flex h-8 items-center justify-between border-b py-0.5 pr-0.5 pl-3 text-muted-foreground text-xs">
        {label}
        <CopyButton value={code} label={`Copy ${label}`} />
      </figcaption>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        className={cn(
          "overflow-x-auto px-3 py-2.5 font-mono text-xs -outline-offset-2",
          wrap && "whitespace-pre-wrap break-words",
        )}
      >
        <code>{code}</code>
      </pre>
    </figure>
  );
}
