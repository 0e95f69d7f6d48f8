// In: facts about what happened. Out: one JSON line each on standard output. Promises that known secret fields are removed.
import pino from "pino";
import { shared } from "@/server/core/shared";
import { env } from "@/server/infra/env";

const secretFields = [
  "authorization",
  "cookie",
  "password",
  "token",
  "accessToken",
  "access_token",
  "refreshToken",
  "refresh_token",
  "secret",
  "clientSecret",
  "client_secret",
  "verifier",
  "code_verifier",
  "sealed",
  "code",
];

/** The process's log. Pass facts as an object, never inside the sentence. */
export function log(): pino.Logger {
  return shared("log", () =>
    pino({
      level: env().LOG_LEVEL,
      base: null,
      redact: {
        paths: secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
        censor: "[removed]",
      },
    }),
  );
}
