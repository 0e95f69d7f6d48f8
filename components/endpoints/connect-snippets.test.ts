import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import {
  clientSlug,
  connectSnippets,
  quoteForShell,
  type Snippet,
  toBase64,
} from "./connect-snippets";

const url = "https://gate.example.com/mcp/support-k3x9m2p7qa";
const target = { name: "Support", slug: "support", url };

function snippet(client: string, of = target): Snippet {
  const found = connectSnippets(of).find((one) => one.client === client);
  if (!found) throw new Error(`no snippet for ${client}`);
  return found;
}

const code = (client: string, block = 0) => snippet(client).blocks[block]?.code;

describe("a terminal command", () => {
  test("of Claude Code names transport, name and address", () => {
    expect(code("claude-code")).toBe(`claude mcp add --transport http support ${url}`);
  });

  test("of Codex adds the server and signs in", () => {
    expect(code("codex")).toBe(`codex mcp add support --url ${url}\ncodex mcp login support`);
  });

  test("of VS Code passes JSON as one word", () => {
    const line = code("vscode") ?? "";
    expect(line).toBe(`code --add-mcp '${JSON.stringify({ name: "support", type: "http", url })}'`);
  });

  test.each([["it's"], ["$(id)"], ["a b"], ["`x`"], ['"'], ["--flag"], ["\\"], [""], ["ünï;&|"]])(
    "gives the shell %j as it is",
    (word) => {
      const echoed = execFileSync("sh", ["-c", `printf %s ${quoteForShell(word)}`]);
      expect(echoed.toString()).toBe(word);
    },
  );
});

describe("a link", () => {
  const named = { ...target, name: "Sûpport & Söhne 🏰" };

  test("of Cursor carries name and configuration, whatever the name is written in", () => {
    const link = new URL(snippet("cursor", named).link?.href ?? "");
    expect(link.protocol).toBe("cursor:");
    expect(link.host + link.pathname).toBe("anysphere.cursor-deeplink/mcp/install");
    expect(link.searchParams.get("name")).toBe(named.name);
    const config = Buffer.from(link.searchParams.get("config") ?? "", "base64").toString("utf8");
    expect(JSON.parse(config)).toEqual({ url });
  });

  test("of VS Code is its whole configuration, encoded once", () => {
    const href = snippet("vscode", named).link?.href ?? "";
    expect(href).toMatch(/^vscode:mcp\/install\?%7B/);
    const json = decodeURIComponent(href.slice("vscode:mcp/install?".length));
    expect(JSON.parse(json)).toEqual({ name: named.name, type: "http", url });
  });

  test("and no other snippet ever carries a secret of the address", () => {
    const leaky = { ...target, url: `${url.replace("//", "//ana:pw@")}?token=s3cr3t#s3cr3t` };
    expect(JSON.stringify(connectSnippets(leaky))).not.toMatch(/s3cr3t|ana:pw/);
    expect(code("claude")).toBe(connectSnippets(leaky)[0]?.blocks[0]?.code);
  });
});

test("the generic configuration is what most clients read", () => {
  expect(JSON.parse(code("json") ?? "")).toEqual({
    mcpServers: { support: { type: "http", url } },
  });
});

test("every client is told what happens next", () => {
  for (const one of connectSnippets(target)) {
    expect(one.next).toContain("Gatehouse");
    expect(one.steps.length + one.blocks.length).toBeGreaterThan(1);
  }
});

test("base64 is of the UTF-8 bytes", () => {
  expect(toBase64("é🏰")).toBe(Buffer.from("é🏰", "utf8").toString("base64"));
});

test("a client files an endpoint under the readable part of its slug", () => {
  expect(clientSlug("support-tools-k3x9m2p7qa")).toBe("support-tools");
  expect(clientSlug("k3x9m2p7qa")).toBe("k3x9m2p7qa");
});
