"use client";

import { Check, Copy, type LucideIcon } from "lucide-react";
import { useEffect, useState } from "react";
import { toast } from "sonner";
import { Button } from "./button";

type CopyButtonProps = {
  /** A function when making the text is work. */
  value: string | (() => string);
  /** What is copied, for people who do not see it: "Copy URL". */
  label?: string | undefined;
  /** Words beside the icon. */
  children?: string | undefined;
  variant?: "ghost" | "secondary" | "primary" | undefined;
  icon?: LucideIcon | undefined;
  tabIndex?: number | undefined;
  className?: string | undefined;
};

export function CopyButton({
  value,
  label = "Copy",
  children,
  variant = "ghost",
  icon = Copy,
  tabIndex,
  className,
}: CopyButtonProps) {
  const { copied, copy } = useCopy(value);
  const Icon = copied ? Check : icon;
  return (
    <Button
      variant={variant}
      size={children ? "sm" : "icon-sm"}
      aria-label={children ? undefined : label}
      onClick={copy}
      tabIndex={tabIndex}
      className={className}
    >
      <Icon aria-hidden="true" className={copied ? "size-3.5 text-success" : "size-3.5"} />
      {children}
      <span role="status" className="sr-only">
        {copied ? "Copied" : ""}
      </span>
    </Button>
  );
}

function useCopy(value: CopyButtonProps["value"]) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(typeof value === "string" ? value : value());
      setCopied(true);
    } catch {
      toast.error("The browser did not allow copying. Select the text and copy it by hand.");
    }
  };
  return { copied, copy };
}
