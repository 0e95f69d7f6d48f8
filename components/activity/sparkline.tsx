type SparklineProps = {
  /** One number an hour, oldest first. */
  values: readonly number[];
  label: string;
};

const width = 72;
const height = 18;

/** A day in a line of bars; the number beside it says how much, so this only says when. */
export function Sparkline({ values, label }: SparklineProps) {
  const top = Math.max(1, ...values);
  const step = width / values.length;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      className="h-[18px] w-18 shrink-0 text-link"
    >
      {values.map((value, hour) => {
        const tall = value === 0 ? 1 : Math.max(2, (value / top) * height);
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its place
            key={hour}
            x={hour * step}
            y={height - tall}
            width={step - 1}
            height={tall}
            className={value === 0 ? "fill-border" : "fill-current"}
          />
        );
      })}
    </svg>
  );
}
