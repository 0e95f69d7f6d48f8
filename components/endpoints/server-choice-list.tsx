"use client";

import { counted } from "@/components/servers/counted";
import { ServerStatus } from "@/components/servers/server-status";
import type { Outputs } from "@/components/trpc/outputs";
import { CheckRow } from "@/components/ui/check-row";

type ServerChoiceListProps = {
  choices: Outputs["endpoints"]["serverChoices"];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
};

export function ServerChoiceList({ choices, chosen, onChange }: ServerChoiceListProps) {
  return (
    <ul className="divide-y rounded-lg border">
      {choices.map((server) => (
        <li key={server.id} className="flex items-start justify-between gap-3 px-3 py-2.5">
          <CheckRow
            label={server.name}
            hint={`${server.host} · ${counted(server.tools, "tool")}`}
            checked={chosen.includes(server.id)}
            onCheckedChange={(checked) =>
              onChange(
                checked === true
                  ? [...chosen, server.id]
                  : chosen.filter((one) => one !== server.id),
              )
            }
          />
          <ServerStatus server={server} />
        </li>
      ))}
    </ul>
  );
}
