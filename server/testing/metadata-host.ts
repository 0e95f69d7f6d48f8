// A web server that answers each path with what a test wants it to say: metadata true and false, pages, failures.
import { type RecordedHttp, serveRecorded } from "@/server/testing/recorded-http";

/** An object is sent as JSON, a text as a page, a number as a bare status. */
export type Said = object | string | number;

export type MetadataHost = RecordedHttp & {
  /** The paths that were asked for, in order. */
  asked(): string[];
};

/** Paths that are not named answer 404. */
export async function startMetadataHost(
  say: (origin: string) => Record<string, Said>,
): Promise<MetadataHost> {
  const http = await serveRecorded((request, response) => {
    const said = say(http.origin)[request.path] ?? 404;
    if (typeof said === "number") return void response.writeHead(said, { location: "/" }).end();
    const type = typeof said === "string" ? "text/html" : "application/json";
    response.writeHead(200, { "content-type": type });
    response.end(typeof said === "string" ? said : JSON.stringify(said));
  });
  return { ...http, asked: () => http.requests.map(({ path }) => path) };
}

/** Sound metadata of an authorization server. */
export function authorityMetadata(issuer: string): Record<string, unknown> {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    response_types_supported: ["code"],
    code_challenge_methods_supported: ["S256"],
  };
}
