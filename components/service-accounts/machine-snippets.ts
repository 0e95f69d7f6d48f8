import { clientSlug, quoteForShell } from "@/components/endpoints/connect-snippets";

type Target = { slug: string; url: string };

/** The command that adds an endpoint to Claude Code; without a token it names the variable that holds it. */
export function addCommand({ slug, url }: Target, token?: string): string {
  const words = [clientSlug(slug), url].map(quoteForShell).join(" ");
  return `claude mcp add --transport http ${words} --header ${header(token)}`;
}

/** The first request of any client, to try a token with. */
export function tryCommand({ url }: Target): string {
  const body = JSON.stringify({
    ...{ jsonrpc: "2.0", id: 1, method: "initialize" },
    params: {
      ...{ protocolVersion: "2025-11-25", capabilities: {} },
      clientInfo: { name: "curl", version: "1" },
    },
  });
  return [
    `curl -i ${quoteForShell(url)} \\`,
    `  -H ${header()} \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -H 'Accept: application/json, text/event-stream' \\`,
    `  -d ${quoteForShell(body)}`,
  ].join("\n");
}

/** For clients that read a file and put variables of the environment into it. */
export function configuration({ slug, url }: Target): string {
  const headers = { Authorization: `Bearer \${${variable}}` };
  const servers = { [clientSlug(slug)]: { type: "http", url, headers } };
  return JSON.stringify({ mcpServers: servers }, null, 2);
}

type Client = { tokenUrl: string; clientId: string; resource: string };

/** Gets an access token by OAuth; the secret stands in the same variable. */
export function accessTokenCommand({ tokenUrl, clientId, resource }: Client): string {
  return [
    `curl ${quoteForShell(tokenUrl)} \\`,
    `  -u ${quoteForShell(clientId)}:"$${variable}" \\`,
    "  -d grant_type=client_credentials \\",
    `  --data-urlencode ${quoteForShell(`resource=${resource}`)}`,
  ].join("\n");
}

const variable = "GATEHOUSE_TOKEN";

// In double quotes the shell puts the variable's value in; a token itself has nothing a shell would read.
function header(token?: string): string {
  return `"Authorization: Bearer ${token ?? `$${variable}`}"`;
}
