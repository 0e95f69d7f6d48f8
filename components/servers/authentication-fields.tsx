"use client";

import { KeyRound, LockOpen, LogIn, Tag } from "lucide-react";
import { RadioCards } from "@/components/ui/radio-cards";
import type { Authentication, AuthMethod } from "@/server/credentials/schema";
import { OAuthClientFields } from "./oauth-client-fields";
import { SecretFields } from "./secret-fields";

/** What a person may have entered so far; the schema decides whether it is complete. */
export type AuthenticationErrors = Partial<Record<Secretive, string>>;

type Secretive = "token" | "name" | "value" | "clientId" | "clientSecret";

/** What is known of signing in by OAuth; null when nothing is. */
export type OAuthFacts = {
  host: string | null;
  /** The service registers nobody by itself: the client's id has to be entered. */
  manual: boolean;
  callbackUrl: string;
};

type AuthenticationFieldsProps = {
  value: Authentication;
  onChange: (value: Authentication) => void;
  errors: AuthenticationErrors;
  oauth: OAuthFacts;
};

const methods = [
  {
    value: "oauth",
    title: "OAuth",
    description: "People sign in at the service itself. Nothing is pasted.",
    icon: <LogIn aria-hidden="true" />,
  },
  {
    value: "bearer",
    title: "Bearer token",
    description: "A personal access token or API key.",
    icon: <KeyRound aria-hidden="true" />,
  },
  {
    value: "header",
    title: "Custom header",
    description: "A key in a header of the server's own.",
    icon: <Tag aria-hidden="true" />,
  },
  {
    value: "none",
    title: "None",
    description: "The server lets everyone in.",
    icon: <LockOpen aria-hidden="true" />,
  },
];

/** An empty start for a method. */
export function emptyAuthentication(method: string): Authentication {
  if (method === "bearer") return { method, token: "" };
  if (method === "header") return { method, name: "", value: "" };
  return method === "oauth" ? { method } : { method: "none" };
}

export function AuthenticationFields(props: AuthenticationFieldsProps) {
  const { value, onChange } = props;
  return (
    <div className="grid gap-4">
      <RadioCards
        aria-label="Sign-in"
        columns={2}
        options={methods}
        value={value.method satisfies AuthMethod}
        onValueChange={(method) => onChange(emptyAuthentication(method))}
      />
      <MethodFields {...props} />
    </div>
  );
}

function MethodFields({ value, onChange, errors, oauth }: AuthenticationFieldsProps) {
  if (value.method === "none") return null;
  if (value.method === "oauth")
    return <OAuthFields value={value} onChange={onChange} errors={errors} oauth={oauth} />;
  return <SecretFields value={value} onChange={onChange} errors={errors} />;
}

type OAuthFieldsProps = Omit<AuthenticationFieldsProps, "value"> & {
  value: Extract<Authentication, { method: "oauth" }>;
};

function OAuthFields({ value, onChange, errors, oauth }: OAuthFieldsProps) {
  const host = oauth.host ?? "the service";
  if (!oauth.manual)
    return (
      <p className="text-pretty text-muted-foreground text-sm">
        You continue at <strong className="font-medium text-foreground">{host}</strong> and come
        back here. Gatehouse introduces itself there; nothing has to be entered.
      </p>
    );
  return (
    <OAuthClientFields
      value={value}
      onChange={(client) => onChange({ ...value, ...client })}
      errors={errors}
      callbackUrl={oauth.callbackUrl}
      host={host}
    />
  );
}
