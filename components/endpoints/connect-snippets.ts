export type ConnectTarget = {
  /** What people call the endpoint. */
  name: string;
  /** What the client will call it: letters, digits and hyphens. */
  slug: string;
  /** The address. Who a client acts for is settled when it connects: nothing secret is ever in here. */
  url: string;
};

type SnippetBlock = { label: string; code: string };

export type Snippet = {
  client: string;
  label: string;
  /** Opens the client with everything filled in. */
  link?: { label: string; href: string };
  /** What to do by hand, in order. */
  steps: string[];
  blocks: SnippetBlock[];
  /** What happens next. */
  next: string;
};

const asksHere = "Your browser opens Gatehouse, where you allow the connection.";

/** How each client is connected, in the order people know them. */
export function connectSnippets(target: ConnectTarget): Snippet[] {
  const safe = { ...target, url: withoutSecrets(target.url) };
  return [claude, claudeCode, cursor, vscode, chatgpt, codex, json].map((make) => make(safe));
}

function claude({ name, url }: ConnectTarget): Snippet {
  return {
    client: "claude",
    label: "Claude",
    steps: [
      "In Claude on the web or the desktop, open Settings → Connectors.",
      `Choose Add custom connector, name it “${name}”, and paste the address.`,
    ],
    blocks: [{ label: "Address", code: url }],
    next: `Press Connect in Claude. ${asksHere}`,
  };
}

function claudeCode({ slug, url }: ConnectTarget): Snippet {
  return {
    client: "claude-code",
    label: "Claude Code",
    steps: ["Run this in a terminal."],
    blocks: [{ label: "Terminal", code: command("claude mcp add --transport http", slug, url) }],
    next: `Start claude, enter /mcp and choose ${slug}. ${asksHere}`,
  };
}

function cursor({ name, slug, url }: ConnectTarget): Snippet {
  const config = toBase64(JSON.stringify({ url }));
  const query = `name=${encodeURIComponent(name)}&config=${encodeURIComponent(config)}`;
  return {
    client: "cursor",
    label: "Cursor",
    link: {
      label: "Add to Cursor",
      href: `cursor://anysphere.cursor-deeplink/mcp/install?${query}`,
    },
    steps: ["Or add this to ~/.cursor/mcp.json."],
    blocks: [{ label: "mcp.json", code: pretty({ mcpServers: { [slug]: { url } } }) }],
    next: `Press Connect beside it under Tools & MCP in Cursor's settings. ${asksHere}`,
  };
}

function vscode({ name, slug, url }: ConnectTarget): Snippet {
  const server = { name, type: "http", url };
  return {
    client: "vscode",
    label: "VS Code",
    link: {
      label: "Add to VS Code",
      href: `vscode:mcp/install?${encodeURIComponent(JSON.stringify(server))}`,
    },
    steps: ["Or run this in a terminal, or add the lines to .vscode/mcp.json."],
    blocks: [
      {
        label: "Terminal",
        code: command("code --add-mcp", JSON.stringify({ ...server, name: slug })),
      },
      { label: "mcp.json", code: pretty({ servers: { [slug]: { type: "http", url } } }) },
    ],
    next: `Start the server when VS Code offers it. ${asksHere}`,
  };
}

function chatgpt({ name, url }: ConnectTarget): Snippet {
  return {
    client: "chatgpt",
    label: "ChatGPT",
    steps: [
      "In ChatGPT on the web, open Settings → Apps & Connectors, and turn on Developer mode under Advanced settings.",
      `Choose Create, name it “${name}”, paste the address, and choose OAuth as authentication.`,
    ],
    blocks: [{ label: "Address", code: url }],
    next: `Press Create in ChatGPT. ${asksHere}`,
  };
}

function codex({ slug, url }: ConnectTarget): Snippet {
  return {
    client: "codex",
    label: "Codex",
    steps: ["Run this in a terminal."],
    blocks: [
      {
        label: "Terminal",
        code: `${command("codex mcp add", slug)} ${command("--url", url)}\n${command("codex mcp login", slug)}`,
      },
    ],
    next: asksHere,
  };
}

function json({ slug, url }: ConnectTarget): Snippet {
  return {
    client: "json",
    label: "JSON",
    steps: ["Most other clients take this configuration."],
    blocks: [
      {
        label: "Configuration",
        code: pretty({ mcpServers: { [slug]: { type: "http", url } } }),
      },
    ],
    next: `On first use the client asks you to sign in. ${asksHere}`,
  };
}

/** The readable part of an endpoint's slug: what its tools are filed under in a client. */
export function clientSlug(slug: string): string {
  return slug.replace(/-[a-z0-9]{10}$/, "");
}

/** One word of a POSIX shell, whatever it holds. */
export function quoteForShell(word: string): string {
  if (/^[A-Za-z0-9_@%+=:,./][A-Za-z0-9_@%+=:,./-]*$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Base64 of the text's UTF-8 bytes. */
export function toBase64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

// Links end up in histories, chats and logs: whatever an address might carry, only where it leads is kept.
function withoutSecrets(address: string): string {
  const { origin, pathname } = new URL(address);
  return origin + pathname;
}

function command(start: string, ...words: string[]): string {
  return [start, ...words.map(quoteForShell)].join(" ");
}

function pretty(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
