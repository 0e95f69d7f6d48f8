import { expect, test } from "vitest";
import {
  callbackUrl,
  clientDocument,
  clientIdentity,
} from "@/server/upstream/oauth/client-metadata";

const publicUrl = "https://gatehouse.example.com";

test("the document is what MCP asks of it, under its own address", () => {
  expect(clientDocument(publicUrl)).toEqual({
    client_id: "https://gatehouse.example.com/connect/client.json",
    client_name: "Gatehouse",
    client_uri: publicUrl,
    redirect_uris: [callbackUrl(publicUrl)],
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    application_type: "web",
    token_endpoint_auth_method: "none",
  });
  expect(clientDocument(publicUrl)?.client_id).toBe(clientIdentity(publicUrl).documentUrl);
});

test.each([
  "http://localhost:3000",
  "https://localhost:3000",
  "http://127.0.0.1:3000",
  "http://[::1]:3000",
])("%s is a native client without a document, since nobody else could fetch it", (local) => {
  expect(clientDocument(local)).toBeNull();
  expect(clientIdentity(local).metadata.application_type).toBe("native");
});
