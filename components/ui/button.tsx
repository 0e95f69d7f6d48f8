import { Slot } from "@radix-ui/react-slot";
import { cva, type VariantProps } from "class-variance-authority";
import { type ComponentProps, isValidElement, type ReactNode } from "react";
import { cn } from "./cn";
import { Spinner } from "./spinner";
import { Tooltip } from "./tooltip";

const buttonStyle = cva(
  [
    "relative inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium",
    "transition-[background-color,border-color,color,box-shadow] disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55",
    "[&_svg:not([class*='size-'])]:size-4 [&_svg]:shrink-0",
  ],
  {
    variants: {
      variant: {
        primary: "bg-primary text-primary-foreground shadow-raised hover:bg-primary-hover",
        secondary: "border bg-card text-foreground shadow-raised hover:bg-accent",
        ghost:
          "text-muted-foreground hover:bg-accent hover:text-foreground aria-expanded:bg-accent",
        danger: "bg-danger-solid text-white shadow-raised hover:bg-danger-solid-hover",
        link: "h-auto! px-0! text-link underline-offset-4 hover:underline",
      },
      size: {
        sm: "h-7 px-2.5 text-xs",
        md: "h-9 px-3 text-sm sm:h-8",
        lg: "h-10 px-4 text-base",
        icon: "size-9 sm:size-8",
        "icon-sm": "size-7",
      },
    },
    defaultVariants: { variant: "primary", size: "md" },
  },
);

type ButtonProps = ComponentProps<"button"> &
  VariantProps<typeof buttonStyle> & {
    asChild?: boolean | undefined;
    pending?: boolean | undefined;
    /** Why this may not be pressed: stays focusable, does nothing, and says so in a tooltip. */
    disabledReason?: string | undefined;
  };

export function Button({ disabledReason, asChild, pending = false, ...props }: ButtonProps) {
  const { className, variant, size, type, disabled, children, ...rest } = props;
  const style = cn(buttonStyle({ variant, size }), className);
  if (disabledReason) {
    return (
      <Tooltip content={disabledReason}>
        <button
          type="button"
          aria-disabled="true"
          aria-label={rest["aria-label"]}
          className={style}
        >
          {asChild ? childrenOf(children) : children}
        </button>
      </Tooltip>
    );
  }
  if (asChild) {
    return (
      <Slot className={style} {...rest}>
        {children}
      </Slot>
    );
  }
  return (
    <button
      type={type ?? "button"}
      className={style}
      disabled={disabled || pending}
      aria-busy={pending || undefined}
      {...rest}
    >
      {pending ? <Spinner className="absolute" /> : null}
      <span className={cn("contents", pending && "*:invisible [&]:text-transparent")}>
        {children}
      </span>
    </button>
  );
}

function childrenOf(node: ReactNode): ReactNode {
  return isValidElement<{ children?: ReactNode }>(node) ? node.props.children : node;
}
