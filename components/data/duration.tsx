import { formatDuration } from "./format";

type DurationProps = { ms: number; className?: string | undefined };

export function Duration({ ms, className }: DurationProps) {
  return (
    <time dateTime={`PT${(ms / 1000).toFixed(3)}S`} className={className}>
      {formatDuration(ms)}
    </time>
  );
}
