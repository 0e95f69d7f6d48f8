import { describe, expect, test } from "vitest";
import { judgeRedirectUri, returnPlace } from "@/server/oauth/redirect-uri";

const real = {
  Claude: "https://claude.ai/api/mcp/auth_callback",
  "Claude (new host)": "https://claude.com/api/mcp/auth_callback",
  "Claude Code": "http://localhost/callback",
  "Claude Code with a port": "http://localhost:54212/callback",
  Cursor: "cursor://anysphere.cursor-mcp/oauth/callback",
  "Cursor on the web": "https://www.cursor.com/agents/mcp/oauth/callback",
  "Cursor, local": "http://localhost:8787/callback",
  "VS Code": "http://127.0.0.1:33418/",
  "VS Code without a port": "http://127.0.0.1/",
  "VS Code on the web": "https://vscode.dev/redirect",
  "VS Code by its scheme": "vscode://dynamicauthprovider/mcp",
  ChatGPT: "https://chatgpt.com/connector_platform_oauth_redirect",
  "ChatGPT (old host)": "https://chat.openai.com/connector_platform_oauth_redirect",
  "MCP Inspector": "http://localhost:6274/oauth/callback/debug",
  "an IPv6 loopback": "http://[::1]:4000/cb",
  "an app with a reverse domain": "com.example.app:/oauth",
  "a query": "https://example.com/cb?tenant=1",
};

test.each(Object.entries(real))("the address of %s may be registered", (_client, uri) => {
  expect(judgeRedirectUri(uri)).toBeNull();
});

const hostile = [
  "javascript:alert(1)",
  "JaVaScript:alert(1)",
  "\tjavascript:alert(1)",
  "java\nscript:alert(1)",
  "data:text/html,hi",
  "file:///etc/passwd",
  "vbscript:x",
  "blob:https://example.com/x",
  "about:blank",
  "ftp://example.com/cb",
  "ws://example.com/cb",
  "unknown://cb",
  "http://evil.example/cb",
  "http://localhost.evil.com/callback",
  "http://127.0.0.1.evil.com/",
  "http://127.0.0.1@evil.example/",
  "http://localhost:80@evil.example/cb",
  "http://2130706433/cb",
  "http://127.1/cb",
  "http://0x7f.1/cb",
  "https://user@example.com/cb",
  "https://user:pw@example.com/cb",
  "https://*.example.com/cb",
  "https://example.com/*",
  "https://example.com/cb#fragment",
  "https://example.com/cb#",
  "https://example.com/a/../cb",
  "https://example.com/a/%2e%2e/cb",
  "https://example.com/.%2E/cb",
  "https://example.com\\@evil.example/cb",
  "https://exämple.com/cb",
  "https://example.com/c b",
  "https://example.com/cb\u0000",
  "https://",
  "https:example.com/cb",
  "//example.com/cb",
  "/cb",
  "",
  `https://example.com/${"a".repeat(2_000)}`,
  7,
  null,
  { toString: "https://example.com/cb" },
];

test.each(hostile.map((uri) => [uri]))("%j may not be registered", (uri) => {
  expect(judgeRedirectUri(uri)).not.toBeNull();
});

describe("the consent page says where one returns", () => {
  test.each([
    ["https://claude.ai/cb", { kind: "site", host: "claude.ai" }],
    ["http://localhost:33418/cb", { kind: "computer", host: "localhost:33418" }],
    ["cursor://anysphere.cursor-mcp/cb", { kind: "app", scheme: "cursor" }],
  ])("%s", (uri, place) => {
    expect(returnPlace(uri)).toEqual(place);
  });
});
