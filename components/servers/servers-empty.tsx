import { Layers, Plus } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { exampleServers } from "./example-servers";

type ServersEmptyProps = { base: string; refused: string | undefined };

/** What servers are, the button, and three to try. `refused` says why this person may not add any. */
export function ServersEmpty({ base, refused }: ServersEmptyProps) {
  return (
    <div className="grid gap-6">
      <Empty
        icon={Layers}
        title="Add the MCP servers your team uses"
        action={
          <Button asChild disabledReason={refused} data-shortcut="create">
            <Link href={`${base}/new`}>
              <Plus aria-hidden="true" />
              Add server
            </Link>
          </Button>
        }
        docs={{
          href: "https://modelcontextprotocol.io/docs/learn/server-concepts",
          label: "What an MCP server is",
        }}
      >
        Gatehouse signs in to each of them once, finds their tools, and offers the ones you choose
        to AI clients.
      </Empty>
      {refused ? null : <Examples base={base} />}
    </div>
  );
}

function Examples({ base }: { base: string }) {
  return (
    <section aria-labelledby="examples" className="grid gap-3">
      <h2 id="examples" className="text-muted-foreground text-sm">
        Or try one of these
      </h2>
      <ul className="grid gap-3 sm:grid-cols-3">
        {exampleServers.map((example) => (
          <li
            key={example.url}
            className="relative grid content-start gap-1 rounded-lg border bg-card p-4 transition-colors hover:bg-muted"
          >
            <Link
              href={`${base}/new?url=${encodeURIComponent(example.url)}`}
              className="font-medium text-sm after:absolute after:inset-0"
            >
              {example.name}
            </Link>
            <p className="text-pretty text-muted-foreground text-xs">{example.about}</p>
            <p className="mt-1 text-muted-foreground text-xs">{example.signIn}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
