import { Banner } from "@/components/ui/banner";
import type { Retention } from "./retention-words";

/** Why a period has no effect, where that is so. */
export function ExecutorBanner({ executor }: Pick<Retention, "executor">) {
  if (executor === "ready") return null;
  if (executor === "unreachable")
    return (
      <Banner tone="warning" title="Nothing is dropped at the moment">
        The maintenance connection to the database does not answer. Gatehouse tries again every
        hour.
      </Banner>
    );
  return (
    <Banner tone="warning" title="Nothing is dropped">
      Gatehouse reaches the database as a role that may not drop tables. Whoever runs this
      installation sets <code className="font-mono text-xs">MAINTENANCE_DATABASE_URL</code>.
    </Banner>
  );
}
