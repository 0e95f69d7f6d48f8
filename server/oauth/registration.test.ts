import { expect, test } from "vitest";
import { cleanClientName } from "@/server/oauth/client-name";
import { normaliseRegistration, RegistrationRefused } from "@/server/oauth/registration";

const callback = ["https://example.com/cb"];

const accepted: [string, Record<string, unknown>][] = [
  [
    "Claude",
    {
      client_name: "Claude",
      redirect_uris: ["https://claude.ai/api/mcp/auth_callback"],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "none",
      scope: "claudeai",
    },
  ],
  [
    "Claude Code",
    {
      client_name: "Claude Code (gatehouse)",
      redirect_uris: ["http://localhost/callback"],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "none",
    },
  ],
  [
    "Cursor",
    {
      client_name: "Cursor",
      redirect_uris: [
        "cursor://anysphere.cursor-mcp/oauth/callback",
        "https://www.cursor.com/agents/mcp/oauth/callback",
        "http://localhost:8787/callback",
      ],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "none",
    },
  ],
  [
    "VS Code",
    {
      client_name: "Visual Studio Code",
      client_uri: "https://code.visualstudio.com",
      grant_types: [
        "authorization_code",
        "refresh_token",
        "urn:ietf:params:oauth:grant-type:device_code",
      ],
      response_types: ["code"],
      redirect_uris: [
        "https://insiders.vscode.dev/redirect",
        "https://vscode.dev/redirect",
        "http://127.0.0.1/",
        "http://127.0.0.1:33418/",
        "vscode://dynamicauthprovider/mcp",
      ],
      scope: "openid profile mcp",
      token_endpoint_auth_method: "none",
      application_type: "native",
    },
  ],
  [
    "ChatGPT",
    {
      client_name: "ChatGPT",
      redirect_uris: [
        "https://chatgpt.com/connector_platform_oauth_redirect",
        "https://chat.openai.com/connector_platform_oauth_redirect",
      ],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "client_secret_post",
    },
  ],
  [
    "MCP Inspector",
    {
      client_name: "MCP Inspector",
      client_uri: "https://github.com/modelcontextprotocol/inspector",
      redirect_uris: ["http://localhost:6274/oauth/callback"],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "none",
    },
  ],
  ["a client that says nothing but its address", { redirect_uris: callback }],
];

test.each(accepted)("%s registers, with PKCE, refresh and our scopes", (_name, metadata) => {
  const kept = normaliseRegistration(metadata);
  expect(kept.redirect_uris).toEqual(metadata["redirect_uris"]);
  expect(kept).toMatchObject({
    application_type: "native",
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    scope: "mcp offline_access",
  });
});

const refused: [string, unknown][] = [
  ["an array", []],
  ["text", "x"],
  ["null", null],
  ["no addresses", {}],
  ["an empty list of addresses", { redirect_uris: [] }],
  [
    "100 addresses",
    { redirect_uris: Array.from({ length: 100 }, (_, n) => `https://a.example/${n}`) },
  ],
  ["one hostile address among good ones", { redirect_uris: [...callback, "javascript:alert(1)"] }],
  ["an address that is no string", { redirect_uris: [["https://example.com/cb"]] }],
  ["the implicit grant alone", { redirect_uris: callback, grant_types: ["implicit"] }],
  ["client credentials alone", { redirect_uris: callback, grant_types: ["client_credentials"] }],
  ["a token as response", { redirect_uris: callback, response_types: ["token"] }],
  [
    "an unknown way to authenticate",
    { redirect_uris: callback, token_endpoint_auth_method: "tls" },
  ],
];

test.each(refused)("a registration with %s is refused", (_what, metadata) => {
  expect(() => normaliseRegistration(metadata)).toThrow(RegistrationRefused);
});

test("logos, keys of public clients and everything unknown are dropped", () => {
  const kept = normaliseRegistration({
    redirect_uris: callback,
    token_endpoint_auth_method: "none",
    logo_uri: "https://evil.example/track.svg",
    policy_uri: "https://evil.example",
    jwks_uri: "https://evil.example/jwks",
    client_id: "chosen-by-the-client",
    client_secret: "chosen-by-the-client",
    client_uri: "javascript:alert(1)",
    software_statement: "x",
  });
  expect(Object.keys(kept).sort()).toEqual([
    "application_type",
    "client_name",
    "grant_types",
    "redirect_uris",
    "response_types",
    "scope",
    "token_endpoint_auth_method",
  ]);
});

test("a nameless client is called by where it returns to", () => {
  expect(normaliseRegistration({ redirect_uris: callback }).client_name).toBe("example.com");
});

test.each([
  ["Claude\u202Eedualc", "Claudeedualc"],
  ["Cla\u200Bude\u0000\u0007", "Claude"],
  ["Ｃｌａｕｄｅ", "Claude"],
  ["  Claude \n  Code\t", "Claude Code"],
  ["\u{E0001}Claude\u{E0063}", "Claude"],
  ["\uD800Claude", "Claude"],
  ["\u202E\u200B", null],
  [7, null],
  [undefined, null],
])("the name %j is shown as %j", (given, shown) => {
  expect(cleanClientName(given)).toBe(shown);
});

test("a name is cut at 80 characters, whole ones", () => {
  expect([...(cleanClientName("😀".repeat(200)) ?? "")]).toHaveLength(80);
});
