import { Badge } from "@/components/ui/badge";

/** For a row that stands for several requests which were alike; nothing for a single call. */
export function AttemptsBadge({ attempts }: { attempts: number }) {
  if (attempts <= 1) return null;
  return <Badge>{attempts.toLocaleString("en")} attempts</Badge>;
}
