import { z } from "zod";
import { Authentication, CredentialMode } from "@/server/credentials/schema";

export const serverStatuses = ["connected", "needs_sign_in", "unreachable", "not_checked"] as const;
export type ServerStatus = (typeof serverStatuses)[number];

/** People paste addresses with spaces around them, and type hosts without a scheme. */
export const ServerUrl = z
  .string()
  .trim()
  .min(1, "Enter the address of the MCP server.")
  .max(2048, "An address has at most 2,048 characters.")
  .transform((text) => (/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`))
  .refine(
    (text) => URL.canParse(text),
    "This is not a full address, like https://mcp.example.com/mcp.",
  )
  .refine((text) => /^https?:/i.test(text), "The address must begin with https://.");

/** A refused address that an administrator could allow: whether this person may, and otherwise whom to ask. */
export const Allowance = z.object({
  hostPort: z.string(),
  may: z.boolean(),
  ask: z.array(z.string()),
});
export type Allowance = z.infer<typeof Allowance>;

const Name = z
  .string()
  .trim()
  .min(1, "Give the server a name.")
  .max(80, "A name has at most 80 characters.");

const Description = z.string().trim().max(500, "A description has at most 500 characters.");

/** An origin beside the server's own, confirmed by an administrator to tell how people sign in to it. */
const MetadataOrigin = z
  .string()
  .max(300)
  .refine(
    (text) => URL.parse(text)?.origin === text && /^https?:/.test(text),
    "Confirm an origin.",
  );

export const ProbeAddress = z.object({
  url: ServerUrl,
  authentication: Authentication.optional(),
  metadataOrigin: MetadataOrigin.optional(),
});
export type ProbeAddress = z.infer<typeof ProbeAddress>;

export const CreateServer = z.object({
  url: ServerUrl,
  authentication: Authentication,
  /** Means nothing without authentication. */
  credentialMode: CredentialMode.default("shared"),
  metadataOrigin: MetadataOrigin.optional(),
  name: Name,
  description: Description.default(""),
});
export type CreateServer = z.infer<typeof CreateServer>;
/** As callers within the server may leave it. */
export type NewServer = Omit<CreateServer, "credentialMode"> & { credentialMode?: CredentialMode };

export const UpdateServer = z.object({
  id: z.uuid(),
  name: Name.optional(),
  description: Description.optional(),
  url: ServerUrl.optional(),
  authentication: Authentication.optional(),
  credentialMode: CredentialMode.optional(),
  metadataOrigin: MetadataOrigin.nullable().optional(),
});
export type UpdateServer = z.infer<typeof UpdateServer>;

/** Another way of signing in, or another owner of the account. */
export const ChangeSignIn = z.object({
  id: z.uuid(),
  authentication: Authentication,
  credentialMode: CredentialMode,
});
export type ChangeSignIn = z.infer<typeof ChangeSignIn>;

/** The words of the settings tab's form. */
export const ServerDetails = z.object({ name: Name, description: Description, url: ServerUrl });
export type ServerDetails = z.infer<typeof ServerDetails>;

export const ServerId = z.object({ id: z.uuid() });
export type ServerId = z.infer<typeof ServerId>;

export const ServerSlug = z.object({ slug: z.string().min(1).max(60) });
export type ServerSlug = z.infer<typeof ServerSlug>;

export const ServerToolId = z.object({ id: z.uuid(), tool: z.uuid() });
export type ServerToolId = z.infer<typeof ServerToolId>;
