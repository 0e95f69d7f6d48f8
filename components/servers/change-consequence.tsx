"use client";

import { useQuery } from "@tanstack/react-query";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { Banner } from "@/components/ui/banner";
import { counted } from "./counted";
import type { Server } from "./types";

type ChangeConsequenceProps = { server: Server; authMethod: string; credentialMode: string };

/** What is erased by another way of signing in, or another owner of the account, in numbers; nothing when nothing is. */
export function ChangeConsequence({ server, authMethod, credentialMode }: ChangeConsequenceProps) {
  const trpc = useTRPC();
  const input = { project: useProjectSlug(), server: server.id };
  const { data } = useQuery(trpc.credentials.impact.queryOptions(input));
  const isSame = authMethod === server.authMethod && credentialMode === server.credentialMode;
  if (!data || isSame || data.shared + data.people === 0) return null;
  const lost = [
    data.shared ? "The shared account is disconnected" : "",
    data.people
      ? `${counted(data.people, "person's account is", "people's accounts are")} disconnected`
      : "",
  ].filter(Boolean);
  return (
    <Banner tone="warning" title={`${lost.join(" and ")}, at once`}>
      {credentialMode === "personal" && authMethod !== "none"
        ? "Everyone has to connect their own account before the next call."
        : "Calls fail until the new sign-in is done."}{" "}
      {concerned(data)}
    </Banner>
  );
}

function concerned({ endpoints, clients }: { endpoints: number; clients: number }): string {
  if (endpoints === 0) return "No endpoint uses this server.";
  return `This concerns ${counted(clients, "authorized AI client")} at ${counted(endpoints, "endpoint")}.`;
}
