import Link from "next/link";
import { cn } from "@/components/ui/cn";
import { figureWords, shareWords } from "./histogram-words";
import type { UsageLinks } from "./usage-links";
import type { Usage } from "./usage-panel";

type Top = keyof Usage["top"];

const lists: readonly {
  top: Top;
  title: string;
  word: "tool" | "endpoint" | "person" | "client";
}[] = [
  { top: "tools", title: "Tools", word: "tool" },
  { top: "endpoints", title: "Endpoints", word: "endpoint" },
  { top: "people", title: "People", word: "person" },
  { top: "clients", title: "Clients", word: "client" },
];

type UsageTopProps = { usage: Usage; links: UsageLinks };

/** Who and what the most calls came from. */
export function UsageTop({ usage, links }: UsageTopProps) {
  // On the page of an endpoint there is only that one.
  const shown = lists.filter(
    ({ top }) => usage.top[top].length > 0 && !(top === "endpoints" && usage.endpointId),
  );
  return (
    <div
      className={cn(
        "grid gap-x-6 gap-y-5 sm:grid-cols-2",
        shown.length === 3 && "lg:grid-cols-3",
        shown.length === 4 && "lg:grid-cols-4",
      )}
    >
      {shown.map(({ top, title, word }) => (
        <section
          key={top}
          aria-labelledby={`usage-${top}`}
          className="grid min-w-0 content-start gap-1.5"
        >
          <h3 id={`usage-${top}`} className="text-muted-foreground text-xs">
            {title} with the most calls
          </h3>
          <ol className="grid gap-0.5">
            {usage.top[top].map((share) => (
              <ShareItem
                key={share.value}
                share={share}
                most={usage.top[top][0]?.calls ?? 1}
                estimatedBy={usage.estimatedBy}
                isCode={top === "tools"}
                href={links.to({ [word]: share.value })}
              />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

type ShareItemProps = {
  share: Usage["top"][Top][number];
  most: number;
  estimatedBy: number | null;
  isCode: boolean;
  href: string;
};

function ShareItem({ share, most, estimatedBy, isCode, href }: ShareItemProps) {
  const { label, calls, wrong } = share;
  return (
    <li className="relative flex min-h-8 min-w-0 items-center gap-2 overflow-hidden rounded-md px-2 text-sm hover:bg-muted">
      <span
        aria-hidden="true"
        className="absolute inset-y-0 left-0 rounded-md bg-primary-subtle"
        style={{ width: `${(calls / Math.max(1, most)) * 100}%` }}
      />
      <Link
        href={href}
        title={label}
        className={cn(
          "relative min-w-0 flex-1 truncate underline-offset-4 hover:underline",
          isCode && "font-mono text-xs",
        )}
      >
        {label}
      </Link>
      {wrong > 0 ? (
        <span className="relative shrink-0 text-muted-foreground text-xs tabular-nums">
          {shareWords(wrong, calls)} not OK
        </span>
      ) : null}
      <span className="relative shrink-0 tabular-nums">
        {figureWords({ total: calls, estimatedBy })}
      </span>
    </li>
  );
}
