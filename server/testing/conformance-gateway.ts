// The gateway for the conformance suite's server mode: its data plane at the door of server/main.ts, an endpoint with the
// suite's tools under their own names, and in front a proxy that adds the token, since the suite can send none.
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { forget, shared } from "@/server/core/shared";
import { env } from "@/server/infra/env";
import { startConformanceUpstream } from "@/server/testing/conformance-upstream";
import { openCorridor } from "@/server/testing/corridor";
import { startNodeDoor } from "@/server/testing/node-door";

/** Needs the environment of an installation, its database migrated. Returns the address to test. */
export async function startConformanceGateway(): Promise<string> {
  const upstream = await startConformanceUpstream();
  const door = await startNodeDoor();
  const proxy = createServer();
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const { port } = proxy.address() as AddressInfo;
  // Host and Origin pass unchanged, so the gateway must know itself by the proxy's address.
  const publicUrl = `http://localhost:${port}`;
  const settings = env();
  forget("env");
  shared("env", () => ({ ...settings, publicUrl }));
  const { endpoint, token } = await openCorridor([upstream]);
  const target = new URL(door.origin);
  proxy.on("request", (incoming, response) => {
    const headers = { ...incoming.headers, authorization: `Bearer ${token}` };
    const { method, url: path } = incoming;
    const options = { host: "127.0.0.1", port: target.port, method, path, headers, setHost: false };
    const passed = request(options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on("error", () => response.destroy());
    response.on("close", () => passed.destroy());
    incoming.pipe(passed);
  });
  return endpoint.address;
}
