// In: the environment, read here and nowhere else. Out: checked, typed settings. Promises a clear sentence for a bad value.
import { z } from "zod";
import { AppError } from "@/server/core/errors";
import { shared } from "@/server/core/shared";
import { type Oidc, toOidc } from "@/server/infra/oidc";

const count = (fallback: number, min: number, max: number) =>
  z.coerce.number().int().min(min).max(max).default(fallback);

const flag = z
  .enum(["true", "false"])
  .default("false")
  .transform((word) => word === "true");

const Variables = z.object({
  PORT: count(3000, 0, 65_535),
  HOST: z.string().min(1).default("127.0.0.1"),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: "give an address such as https://gatehouse.example.com" })
    .optional(),
  DATA_DIR: z.string().min(1).default("./.data"),
  DATABASE_URL: z.string().min(1).optional(),
  /** The same database as the role that owns the tables, where DATABASE_URL's may only add to the record. */
  MAINTENANCE_DATABASE_URL: z.string().min(1).optional(),
  ENCRYPTION_KEYS: z.string().min(1).optional(),
  AUTH_SECRET: z.string().min(32).optional(),
  ADMIN_EMAIL: z.email().optional(),
  ADMIN_PASSWORD: z.string().min(12).optional(),
  OIDC_ISSUER: z.url().optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_ONLY: flag,
  OIDC_TRUST_EMAIL: flag,
  OIDC_JOIN: z.string().default(""),
  EGRESS_ALLOW: z.string().default(""),
  NODE_ENV: z.string().default("development"),
  NODE_OPTIONS: z.string().default(""),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  /** Proxies in front whose X-Forwarded-For may be believed; 0 = none. */
  TRUSTED_PROXIES: count(0, 0, 10),
  /** Bytes of one request from an AI client. */
  LIMIT_REQUEST_BYTES: count(1 << 20, 1024, 64 << 20),
  /** Nesting of JSON in either direction. */
  LIMIT_JSON_DEPTH: count(64, 8, 512),
  /** Decompressed bytes of one answer of an upstream server, and of one event of its stream. */
  LIMIT_UPSTREAM_BYTES: count(10 << 20, 1024, 256 << 20),
  LIMIT_UPSTREAM_EVENT_BYTES: count(1 << 20, 1024, 256 << 20),
  LIMIT_UPSTREAM_EVENTS: count(10_000, 1, 1_000_000),
  /** Milliseconds: to connect, to the first byte, without a byte, and in all. */
  UPSTREAM_CONNECT_MS: count(5_000, 100, 60_000),
  UPSTREAM_FIRST_BYTE_MS: count(30_000, 100, 600_000),
  UPSTREAM_IDLE_MS: count(60_000, 100, 600_000),
  UPSTREAM_TOTAL_MS: count(300_000, 100, 3_600_000),
  /** Calls a minute and calls at once, per person and client; calls at once per endpoint. */
  LIMIT_CALLS_PER_MINUTE: count(600, 1, 10_000_000),
  LIMIT_CONCURRENT_PER_GRANT: count(32, 1, 100_000),
  LIMIT_CONCURRENT_PER_ENDPOINT: count(200, 1, 100_000),
  /** Bytes of one payload kept in the activity record. */
  LIMIT_PAYLOAD_BYTES: count(256 << 10, 0, 64 << 20),
});

type Variables = z.infer<typeof Variables>;

export type Env = Omit<Variables, "PUBLIC_URL" | "EGRESS_ALLOW"> & {
  /** Origin without a trailing slash; every link, issuer and metadata is built from it. */
  publicUrl: string;
  /** `host:port`, lower case. */
  egressAllow: string[];
  production: boolean;
  oidc: Oidc | null;
};

/** The settings of this process, read once. Throws `bad_request` with one sentence that names the variable. */
export function env(): Env {
  return shared("env", () => readEnv(process.env));
}

export function readEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = Variables.safeParse(given);
  if (!parsed.success) throw new AppError("bad_request", explain(parsed.error));
  const { PUBLIC_URL, EGRESS_ALLOW, ...rest } = parsed.data;
  return {
    ...rest,
    publicUrl: toOrigin(PUBLIC_URL ?? `http://localhost:${rest.PORT}`),
    egressAllow: EGRESS_ALLOW.toLowerCase()
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean),
    production: rest.NODE_ENV === "production",
    oidc: toOidc(rest),
  };
}

function explain(error: z.ZodError): string {
  const issue = error.issues[0];
  return `The variable ${issue?.path.join(".") ?? "?"} has a value we cannot use: ${issue?.message ?? "invalid"}.`;
}

function toOrigin(address: string): string {
  const url = new URL(address);
  const plain = url.pathname === "/" && url.search === "" && url.hash === "" && url.username === "";
  if (!plain)
    throw new AppError(
      "bad_request",
      "PUBLIC_URL must be an origin such as https://gatehouse.example.com, without a path.",
    );
  return url.origin;
}
