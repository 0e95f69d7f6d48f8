import { z } from "zod";

/** What people paste often carries the scheme, or a line break at the end. */
const Token = z
  .string()
  .transform((text) => text.trim().replace(/^bearer\s+/i, ""))
  .pipe(
    z
      .string()
      .min(1, "Enter the token.")
      .max(8192, "A token has at most 8,192 characters.")
      .regex(/^[\x21-\x7e]+$/, "A token has no spaces, line breaks or special letters."),
  );

export const HeaderValue = z
  .string()
  .trim()
  .min(1, "Enter the value of the header.")
  .max(8192, "A header value has at most 8,192 characters.")
  .regex(/^[\x20-\x7e]+$/, "A header value has no line breaks or special letters.");

// Headers that frame the message or belong to the protocol: a credential there would change the request's meaning.
const reserved =
  /^(host|connection|content-.*|transfer-encoding|te|trailer|upgrade|expect|keep-alive|proxy-.*|accept|accept-.*|mcp-.*|last-event-id|cookie|user-agent|origin|referer)$/i;

/** A field name of RFC 9110 §5.1 that carries a credential and nothing else. */
export const HeaderName = z
  .string()
  .trim()
  .min(1, "Enter the name of the header, for instance X-API-Key.")
  .max(64, "A header name has at most 64 characters.")
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, "A header name has letters, digits and hyphens only.")
  .refine((name) => !reserved.test(name), "This header belongs to the connection itself.");

// The letters an OAuth client id and secret may have (RFC 6749 appendix A.1, A.2).
const ClientId = z
  .string()
  .trim()
  .max(2048, "A client id has at most 2,048 characters.")
  .regex(/^[\x20-\x7e]*$/, "A client id has no line breaks or special letters.");

const ClientSecret = z
  .string()
  .trim()
  .max(4096, "A client secret has at most 4,096 characters.")
  .regex(/^[\x20-\x7e]*$/, "A client secret has no line breaks or special letters.");

/** Both empty for services that know us by our document or let us register. */
const OAuthAuthentication = z
  .strictObject({
    method: z.literal("oauth"),
    clientId: ClientId.optional(),
    clientSecret: ClientSecret.optional(),
  })
  .refine(({ clientId, clientSecret }) => clientId || !clientSecret, {
    path: ["clientId"],
    message: "Enter the client id that belongs to the secret.",
  });

export const Authentication = z.discriminatedUnion("method", [
  z.strictObject({ method: z.literal("none") }),
  z.strictObject({ method: z.literal("bearer"), token: Token }),
  z.strictObject({ method: z.literal("header"), name: HeaderName, value: HeaderValue }),
  OAuthAuthentication,
]);
export type Authentication = z.infer<typeof Authentication>;
export type AuthMethod = Authentication["method"];

/** Everyone acts as one account, or each person as their own. */
export const CredentialMode = z.enum(["shared", "personal"]);
export type CredentialMode = z.infer<typeof CredentialMode>;

export const CredentialOf = z.object({ server: z.uuid() });
export type CredentialOf = z.infer<typeof CredentialOf>;

/** A token or key for everyone's account, or a person's own. */
export const EnterCredential = z.object({
  server: z.uuid(),
  authentication: z.discriminatedUnion("method", [
    z.strictObject({ method: z.literal("bearer"), token: Token }),
    z.strictObject({ method: z.literal("header"), name: HeaderName, value: HeaderValue }),
  ]),
});
export type EnterCredential = z.infer<typeof EnterCredential>;

/** A client that somebody made for us at a service. */
export const EnterClient = z.object({
  server: z.uuid(),
  clientId: ClientId.min(1, "Enter the client id."),
  clientSecret: ClientSecret.default(""),
});
export type EnterClient = z.infer<typeof EnterClient>;

const Slug = z.string().regex(/^[a-z0-9-]{1,64}$/);

/** The page of ours where a person goes on after signing in at a service: never an address. */
export const ReturnTo = z.discriminatedUnion("page", [
  z.object({ page: z.literal("server"), project: Slug, server: Slug }),
  z.object({ page: z.literal("connections") }),
  z.object({ page: z.literal("consent"), uid: z.string().regex(/^[\w-]{1,64}$/) }),
]);
export type ReturnTo = z.infer<typeof ReturnTo>;

export const BeginConnection = z.object({
  server: z.uuid(),
  mode: CredentialMode,
  returnTo: ReturnTo,
});
export type BeginConnection = z.infer<typeof BeginConnection>;

export const AttemptId = z.object({ id: z.uuid() });
export type AttemptId = z.infer<typeof AttemptId>;
