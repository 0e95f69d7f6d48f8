import { expect, test, vi } from "vitest";
import { env } from "@/server/infra/env";
import { startRawUpstream } from "@/server/testing/canned-upstream";
import { authorityMetadata, startMetadataHost } from "@/server/testing/metadata-host";
import { closeServers, opened } from "@/server/testing/upstream-sign-in";
import { type Probe, probeServer } from "./probe";

vi.setConfig({ testTimeout: 30_000 });
closeServers();

const statesOf = ({ steps }: Probe) => steps.map(({ key, state }) => `${key} ${state}`);
const textOf = ({ steps }: Probe, key: string) => steps.find((step) => step.key === key)?.text;

test.each([
  ["dynamic", { registration_endpoint: "/register" }, "Registers Gatehouse by itself"],
  ["manual", {}, "enter a client id"],
] as const)(
  "a server that signs people in says where, and that clients are %s",
  async (registration, more, words) => {
    const host = await signsIn((origin) => ({
      ...authorityMetadata(origin),
      ...Object.fromEntries(Object.entries(more).map(([key, path]) => [key, origin + path])),
    }));
    const probe = await probeServer(`${host.origin}/mcp`);
    expect(probe.signIn).toEqual({
      issuer: host.origin,
      host: new URL(host.origin).host,
      registration,
      scopes: ["read"],
    });
    expect(statesOf(probe).slice(-2)).toEqual(["auth info", "registration info"]);
    expect(textOf(probe, "auth")).toBe(`Signs people in at ${host.hostPort}.`);
    expect(textOf(probe, "registration")).toContain(words);
  },
);

test("a server that reads clients' documents knows us, where others can read ours", async () => {
  const usual = { ...env() };
  Object.assign(env(), { publicUrl: "https://gatehouse.example" });
  const more = { client_id_metadata_document_supported: true };
  const host = await signsIn((origin) => ({ ...authorityMetadata(origin), ...more }));
  const probe = await probeServer(`${host.origin}/mcp`);
  Object.assign(env(), usual);
  expect(probe.signIn?.registration).toBe("document");
  expect(textOf(probe, "registration")).toContain("nothing has to be entered");
});

test.each([
  ["another issuer", { issuer: "https://evil.example" }, "names another issuer"],
  ["no PKCE", { code_challenge_methods_supported: [] }, "PKCE"],
  ["an address that runs a program", { token_endpoint: "file:///bin/sh" }, "token_endpoint"],
] as const)(
  "sign-in metadata with %s is a step that failed, with its reason (T46, T49)",
  async (_name, change, words) => {
    const host = await signsIn((origin) => ({ ...authorityMetadata(origin), ...change }));
    const probe = await probeServer(`${host.origin}/mcp`);
    expect([probe.needsSignIn, probe.signIn, probe.confirmOrigin]).toEqual([true, null, null]);
    expect(statesOf(probe).at(-1)).toBe("auth failed");
    expect(textOf(probe, "auth")).toContain(words);
  },
);

test("metadata on another origin is not followed until an administrator confirms it (T45)", async () => {
  let serverUrl = "";
  const foreign = await opened(
    startMetadataHost((origin) => ({
      "/prm": { resource: serverUrl, authorization_servers: [origin] },
      "/.well-known/oauth-authorization-server": authorityMetadata(origin),
    })),
  );
  const server = await opened(challenging(() => `${foreign.origin}/prm`));
  serverUrl = server.url;
  const before = await probeServer(server.url);
  expect([before.signIn, before.confirmOrigin]).toEqual([null, foreign.origin]);
  expect(statesOf(before).at(-1)).toBe("auth failed");
  expect(foreign.connections()).toBe(0);
  const after = await probeServer(server.url, {}, { confirmedOrigin: foreign.origin });
  expect(after.signIn?.issuer).toBe(foreign.origin);
});

test.each(["http://169.254.169.254/latest", "file:///etc/passwd", "javascript:alert(1)"])(
  "a challenge that points to %s leads nowhere (T45)",
  async (elsewhere) => {
    const probe = await probeServer((await opened(challenging(() => elsewhere))).url);
    expect([probe.needsSignIn, probe.signIn]).toEqual([true, null]);
    expect(statesOf(probe).at(-1)).toBe("auth failed");
  },
);

/** A server that refuses everybody and names a place for its metadata. */
function challenging(metadata: (origin: string) => string) {
  return startRawUpstream((request, response) => {
    const named = metadata(`http://${request.headers["host"]}`);
    const header = `Bearer scope="read", resource_metadata="${named}"`;
    response.writeHead(401, { "www-authenticate": header }).end();
  });
}

/** A server that is its own authorization server. */
function signsIn(metadata: (origin: string) => Record<string, unknown>) {
  const host = startMetadataHost((origin) => ({
    "/mcp": 401,
    "/.well-known/oauth-protected-resource/mcp": {
      resource: `${origin}/mcp`,
      authorization_servers: [origin],
      scopes_supported: ["read"],
    },
    "/.well-known/oauth-authorization-server": metadata(origin),
  }));
  return opened(host);
}
