// AI clients as people run them: the SDKs' own, of both generations, each authorized through the browser.
import {
  Client as ClientV2,
  StreamableHTTPClientTransport as TransportV2,
} from "@modelcontextprotocol/client";
import { Client as ClientV1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as TransportV1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { expect, type Page } from "@playwright/test";
import { OAuthApp } from "./oauth-app";

export type AiClient = {
  listTools(): Promise<string[]>;
  callTool(name: string, args: Record<string, unknown>): Promise<string>;
  /** Resolves when the server says that the list of tools changed. */
  toolsChanged: Promise<void>;
  close(): Promise<void>;
};

type Approve = (page: Page) => Promise<void>;

/** SDK v1, revision 2025-11-25. */
export async function connectV1(
  page: Page,
  address: string,
  name: string,
  approve: Approve,
): Promise<AiClient> {
  const app = await OAuthApp.start(name);
  const url = new URL(address);
  const first = new TransportV1(url, { authProvider: app });
  await expect(new ClientV1({ name, version: "1.0.0" }).connect(first as never)).rejects.toThrow();
  const returned = await authorize(page, app, approve);
  await first.finishAuth(returned.searchParams.get("code") ?? "");
  const client = new ClientV1({ name, version: "1.0.0" });
  const toolsChanged = new Promise<void>((resolve) => {
    client.fallbackNotificationHandler = async ({ method }) => {
      if (method === "notifications/tools/list_changed") resolve();
    };
  });
  await client.connect(new TransportV1(url, { authProvider: app }) as never);
  return {
    listTools: async () => (await client.listTools()).tools.map((tool) => tool.name).sort(),
    callTool: async (tool, args) => textOf(await client.callTool({ name: tool, arguments: args })),
    toolsChanged,
    close: async () => {
      await client.close();
      app.close();
    },
  };
}

/** SDK v2, revision 2026-07-28. */
export async function connectV2(
  page: Page,
  address: string,
  name: string,
  approve: Approve,
): Promise<AiClient> {
  const app = await OAuthApp.start(name);
  const url = new URL(address);
  let changed = () => {};
  const toolsChanged = new Promise<void>((resolve) => {
    changed = resolve;
  });
  const create = () =>
    new ClientV2(
      { name, version: "1.0.0" },
      {
        versionNegotiation: { mode: { pin: "2026-07-28" } },
        listChanged: { tools: { autoRefresh: false, onChanged: () => changed() } },
      },
    );
  const first = new TransportV2(url, { authProvider: app });
  await expect(create().connect(first)).rejects.toThrow();
  const returned = await authorize(page, app, approve);
  await first.finishAuth(returned.searchParams);
  const client = create();
  await client.connect(new TransportV2(url, { authProvider: app }));
  return {
    listTools: async () => (await client.listTools()).tools.map((tool) => tool.name).sort(),
    callTool: async (tool, args) => textOf(await client.callTool({ name: tool, arguments: args })),
    toolsChanged,
    close: async () => {
      await client.close();
      app.close();
    },
  };
}

async function authorize(page: Page, app: OAuthApp, approve: Approve): Promise<URL> {
  const returned = app.waitForReturn();
  await page.goto(String(app.authorizationUrl));
  await approve(page);
  const url = await returned;
  expect(app.isOurState(url)).toBe(true);
  return url;
}

function textOf(result: unknown): string {
  const [block] = (result as { content: { text?: string }[] }).content;
  return block?.text ?? "";
}
