import { useQuery } from "@tanstack/react-query";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { Spinner } from "@/components/ui/spinner";
import { counted } from "./counted";

type ConsequenceProps = { id: string; after: string };

/** Whom it touches when a server's tools go away, in numbers; then what becomes of the server itself. */
export function Consequence({ id, after }: ConsequenceProps) {
  const trpc = useTRPC();
  const query = useQuery(trpc.servers.usage.queryOptions({ project: useProjectSlug(), id }));
  if (query.isPending) return <Spinner label="Counting who uses it" />;
  const { endpoints = 0, exposedTools = 0, clients = 0 } = query.data ?? {};
  return (
    <>
      <p>
        {endpoints === 0
          ? "No endpoint uses this server, so nobody loses a tool."
          : `${counted(exposedTools, "tool")} in ${counted(endpoints, "endpoint")} can no longer be called, at once, by ${counted(clients, "authorized AI client")}.`}
      </p>
      <p className="text-muted-foreground">{after}</p>
    </>
  );
}
