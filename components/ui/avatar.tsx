import { cn } from "./cn";
import { initials } from "./initials";

type AvatarProps = {
  name: string;
  src?: string | undefined;
  size?: "sm" | "md" | "lg" | undefined;
  /** People are round, things are square. */
  square?: boolean | undefined;
  className?: string | undefined;
};

const sizes = { sm: "size-5 text-[0.5625rem]", md: "size-7 text-2xs", lg: "size-10 text-sm" };

/** Always beside the written name, therefore hidden from assistive technology. */
export function Avatar({ name, src, size = "md", square, className }: AvatarProps) {
  const style = cn(
    "inline-flex shrink-0 select-none items-center justify-center overflow-hidden border bg-muted font-medium text-muted-foreground",
    square ? "rounded-md" : "rounded-full",
    sizes[size],
    className,
  );
  // biome-ignore lint/performance/noImgElement: data URLs and our own small images need no optimiser
  if (src) return <img src={src} alt="" className={style} />;
  return (
    <span aria-hidden="true" className={style}>
      {initials(name)}
    </span>
  );
}
