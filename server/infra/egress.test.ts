import type { LookupAddress } from "node:dns";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { AppError } from "@/server/core/errors";
import { startRawUpstream } from "@/server/testing/canned-upstream";
import type { FakeUpstream } from "@/server/testing/fake-upstream";
import { isMetadataAddress, isPublicAddress } from "./egress-addresses";
import { isEgressAllowed, parseHostPort, setEgressAllow } from "./egress-allow";
import { guardedLookup, setResolver } from "./egress-connect";
import { closeOutbound } from "./outbound";
import { outboundFetch } from "./outbound-fetch";

let canary: FakeUpstream;
let port: string;
let gzip: FakeUpstream;

beforeAll(async () => {
  canary = await startRawUpstream((request, response) => {
    const to = new URL(request.path, canary.url).searchParams.get("to");
    if (to !== null) response.writeHead(307, { location: to });
    response.end("canary");
  });
  port = canary.hostPort.split(":")[1] ?? "";
});
beforeEach(() => setEgressAllow([]));
afterEach(() => setResolver(null));
afterAll(async () => {
  await closeOutbound();
  await canary.close();
});

async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("it did not fail");
}

const spellings = [
  "127.0.0.1",
  "127.1",
  "2130706433",
  "0x7f000001",
  "0177.0.0.1",
  "127.0.0.1.",
  "0",
  "0.0.0.0",
  "①②⑦.0.0.1",
  "127。0。0。1",
  "10.0.0.1",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "100.64.0.1",
  "169.254.169.254",
  "168.63.129.16",
  "100.100.100.200",
  "192.0.0.192",
  "198.18.0.1",
  "203.0.113.5",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "[::]",
  "[::1]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[::7f00:1]",
  "[64:ff9b::7f00:1]",
  "[64:ff9b:1::7f00:1]",
  "[2002:7f00:1::]",
  "[2001:0:7f00:1::]",
  "[fc00::1]",
  "[fd00:ec2::254]",
  "[fe80::1]",
  "[fec0::1]",
  "[ff02::1]",
  "[2001:db8::1]",
  "[3fff::1]",
  "[5f00::1]",
  "[4000::1]",
];

describe("addresses that are not public are refused before a connection (T42)", () => {
  test.each(spellings)("https://%s is refused", async (host) => {
    const before = canary.connections();
    const error = await failureOf(outboundFetch(`https://${host}:${port}/`));
    expect(error.code).toBe("egress_blocked");
    expect(canary.connections()).toBe(before);
  });

  test.each(["localhost", "LOCALHOST", "localhost.", "sub.localhost"])(
    "the name %s is refused by what it resolves to",
    async (host) => {
      setResolver(async () => [{ address: "127.0.0.1", family: 4 }]);
      const before = canary.connections();
      const error = await failureOf(outboundFetch(`https://${host}:${port}/`));
      expect(error.code).toBe("egress_blocked");
      expect(error.details["hostPort"]).toBe(`${host.toLowerCase()}:${port}`);
      expect(canary.connections()).toBe(before);
    },
  );

  test.each(["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001:80b::200e"])(
    "%s is public",
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  test("plain http is refused for public names too", async () => {
    expect((await failureOf(outboundFetch("http://example.com/"))).code).toBe("egress_blocked");
  });

  test.each([
    "ftp://example.com/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "https://u:p@example.com/",
    "nonsense",
  ])("%s is no address for us", async (url) =>
    expect((await failureOf(outboundFetch(url))).code).toBe("bad_request"),
  );
});

describe("the allow-list", () => {
  test("an allowed host:port is reached, over http too; another port of it is not", async () => {
    setEgressAllow([canary.hostPort]);
    expect(await (await outboundFetch(`http://${canary.hostPort}/`)).text()).toBe("canary");
    const error = await failureOf(outboundFetch("http://127.0.0.1:1/"));
    expect(error.details["hostPort"]).toBe("127.0.0.1:1");
    expect(error.message).toContain("administrator can allow 127.0.0.1:1");
  });

  test("taking an entry back ends the use of sockets that are open", async () => {
    setEgressAllow([canary.hostPort]);
    await outboundFetch(`http://${canary.hostPort}/`);
    setEgressAllow([]);
    expect((await failureOf(outboundFetch(`http://${canary.hostPort}/`))).code).toBe(
      "egress_blocked",
    );
  });

  test("cloud metadata stays blocked although it is listed, by literal and by name", async () => {
    setEgressAllow(["169.254.169.254:80", "[fd00:ec2::254]:80", "metadata.test:80"]);
    setResolver(async () => [{ address: "169.254.169.254", family: 4 }]);
    for (const host of [
      "169.254.169.254",
      "[fd00:ec2::254]",
      "[::ffff:169.254.169.254]",
      "metadata.test",
    ]) {
      const error = await failureOf(outboundFetch(`http://${host}/latest/meta-data`));
      expect([error.code, error.details["never"] ?? host]).toEqual(["egress_blocked", true]);
    }
  });

  test.each([
    ["127.1:80", "127.0.0.1:80"],
    ["LOCALHOST:3001", "localhost:3001"],
    [" db.corp:8443 ", "db.corp:8443"],
    ["[::1]:3000", "[::1]:3000"],
    ["169.254.169.254:80", null],
    ["localhost", null],
    ["http://localhost:80", null],
    ["user@host:80", null],
    ["host:0", null],
    ["host:65536", null],
    ["a/b:80", null],
  ])("%j is understood as %j", (entry, canonical) => expect(parseHostPort(entry)).toBe(canonical));

  test("names match exactly", () => {
    setEgressAllow(["mcp.corp:443"]);
    expect(isEgressAllowed("MCP.corp", 443)).toBe(true);
    expect(isEgressAllowed("x.mcp.corp", 443)).toBe(false);
    expect(isEgressAllowed("mcp.corp", 8443)).toBe(false);
  });
});

describe("DNS cannot outwit the guard (T43)", () => {
  const ask = (answers: LookupAddress[]) => {
    setResolver(async () => answers);
    return new Promise<unknown>((resolve) =>
      guardedLookup(isPublicAddress)("name.test", { all: true }, (error, found) =>
        resolve(error ?? found),
      ),
    );
  };
  const open = { address: "8.8.8.8", family: 4 };

  test("one private answer among public ones taints the name", async () => {
    expect(await ask([open])).toEqual([open]);
    for (const address of ["127.0.0.1", "10.1.2.3", "::1", "fd12::1", "::ffff:10.0.0.1"])
      expect(await ask([open, { address, family: address.includes(":") ? 6 : 4 }])).toBeInstanceOf(
        Error,
      );
    expect(await ask([])).toBeInstanceOf(Error);
  });

  test("a name that turns private between two requests is refused at the second", async () => {
    const turns: LookupAddress[][] = [[open], [{ address: "127.0.0.1", family: 4 }]];
    const before = canary.connections();
    setResolver(async () => turns.shift() ?? []);
    const soon = { signal: AbortSignal.timeout(150) };
    await expect(outboundFetch(`https://rebind.test:${port}/`, soon)).rejects.toThrow();
    const error = await failureOf(outboundFetch(`https://rebind.test:${port}/`));
    expect(error.code).toBe("egress_blocked");
    expect(canary.connections()).toBe(before);
  });

  test("metadata is recognised inside addresses that carry it", () => {
    for (const address of [
      "::ffff:169.254.169.254",
      "64:ff9b::a9fe:a9fe",
      "2002:a9fe:a9fe::",
      "::a9fe:a9fe",
      "fe80::1%eth0",
    ])
      expect(isMetadataAddress(address)).toBe(true);
    expect(isMetadataAddress("10.0.0.1")).toBe(false);
  });
});

describe("answers that lead elsewhere or hide their size are refused (T44, T54)", () => {
  test("a redirect is not followed, and nothing reaches its target", async () => {
    const second = await startRawUpstream((_request, response) => void response.end());
    setEgressAllow([canary.hostPort, second.hostPort]);
    const error = await failureOf(
      outboundFetch(`http://${canary.hostPort}/?to=${second.url}`, {
        method: "POST",
        body: "secret",
        headers: { "x-api-key": "secret" },
      }),
    );
    expect(error.code).toBe("upstream_redirect");
    expect(second.connections()).toBe(0);
    await second.close();
  });

  test("a compressed body is refused", async () => {
    gzip = await startRawUpstream((request, response) => {
      expect(request.headers["accept-encoding"]).toBe("identity");
      response.writeHead(200, { "content-encoding": "gzip" }).end(Buffer.alloc(20));
    });
    setEgressAllow([gzip.hostPort]);
    expect((await failureOf(outboundFetch(gzip.url))).code).toBe("upstream_invalid");
    await gzip.close();
  });

  test("an endless body is cut at the limit", async () => {
    const endless = await startRawUpstream((request, response) => {
      const write = () => {
        while (!request.signal.aborted && response.write(Buffer.alloc(65_536)));
      };
      response.on("drain", write);
      write();
    });
    setEgressAllow([endless.hostPort]);
    const error = await failureOf(outboundFetch(endless.url, { maxBytes: 1 << 20 }));
    expect(error.code).toBe("upstream_too_large");
    await endless.close();
  });

  test("a server that never answers costs no more than the total time", async () => {
    const silent = await startRawUpstream(() => {});
    setEgressAllow([silent.hostPort]);
    expect((await failureOf(outboundFetch(silent.url, { totalMs: 100 }))).code).toBe(
      "upstream_timeout",
    );
    await silent.close();
  });

  test("a port where nothing listens is unreachable", async () => {
    const gone = await startRawUpstream(() => {});
    setEgressAllow([gone.hostPort]);
    await gone.close();
    const error = await failureOf(outboundFetch(gone.url));
    expect([error.code, error.details["reason"]]).toEqual(["upstream_unreachable", "refused"]);
  });
});

test("sockets are kept for one credential and never shared with another", async () => {
  const kept = await startRawUpstream((_request, response) => void response.end());
  setEgressAllow([kept.hostPort]);
  for (let turn = 0; turn < 20; turn++)
    for (const credentialKey of ["a", "b"])
      await outboundFetch(kept.url, { credentialKey, headers: { "x-who": credentialKey } });
  const portsOf = (who: string) =>
    new Set(
      kept.requests.filter((one) => one.headers["x-who"] === who).map((one) => one.remotePort),
    );
  expect([...portsOf("a")].filter((one) => portsOf("b").has(one))).toEqual([]);
  expect(kept.connections()).toBeLessThanOrEqual(4);
  await kept.close();
});
