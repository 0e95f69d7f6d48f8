import Link from "next/link";
import type { ReactNode } from "react";
import { Time } from "@/components/data/time";
import { useNow } from "@/components/data/use-now";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { CopyButton } from "@/components/ui/copy-button";
import { Section } from "@/components/ui/section";
import type { CallDetail } from "./call-json";

const protocols: Record<string, string> = { E25: "2025", E26: "2026-07-28", "2025": "2025" };

const link = "text-link underline-offset-4 hover:underline";

export function CallWho({ call }: { call: CallDetail }) {
  const base = `/projects/${useProjectSlug()}`;
  return (
    <Section title="Who and what">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1.5 text-sm">
        <Fact name="Person">{call.userName ?? "–"}</Fact>
        <Fact name="Client">{call.clientName ?? "–"}</Fact>
        {call.access ? (
          <Fact name="Access">
            <Access call={call} access={call.access} />
          </Fact>
        ) : null}
        <Fact name="Endpoint">
          {call.endpointSlug ? (
            <Link href={`${base}/endpoints/${call.endpointSlug}`} className={link}>
              {call.endpointName}
            </Link>
          ) : (
            `${call.endpointName} (deleted)`
          )}
        </Fact>
        <Fact name="Server">
          {call.serverSlug ? (
            <Link href={`${base}/servers/${call.serverSlug}`} className={link}>
              {call.serverName}
            </Link>
          ) : (
            (call.serverName ?? "–")
          )}
        </Fact>
        {call.upstreamTool && call.upstreamTool !== call.toolName ? (
          <Fact name="Tool there">
            <code className="font-mono text-xs">{call.upstreamTool}</code>
          </Fact>
        ) : null}
        <Fact name="Protocol">{protocols[call.era] ?? "–"}</Fact>
        <Fact name="Request id">
          <span className="flex min-w-0 items-center gap-1">
            <code className="min-w-0 truncate font-mono text-xs">{call.requestId}</code>
            <CopyButton value={call.requestId} label="Copy request id" />
          </span>
        </Fact>
      </dl>
    </Section>
  );
}

type AccessProps = { call: CallDetail; access: NonNullable<CallDetail["access"]> };

/** What let the client in, on the page where it can be ended. */
function Access({ call: { endpointSlug }, access: { accountId, createdAt, endsAt } }: AccessProps) {
  const base = `/projects/${useProjectSlug()}`;
  const now = useNow();
  const { can } = usePermissions();
  const page = endpointSlug ? `${base}/endpoints/${endpointSlug}` : null;
  const account = can("serviceAccount.edit") ? `${base}/service-accounts/${accountId}` : null;
  const href = accountId ? account : page;
  const name = accountId ? "Token" : "Session";
  return (
    <>
      {href ? (
        <Link href={href} className={`${link} underline`}>
          {name}
        </Link>
      ) : (
        name
      )}
      {" begun "}
      <Time value={createdAt} />
      {now && endsAt <= now ? ", ended " : ", ends "}
      <Time value={endsAt} />
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted-foreground">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
